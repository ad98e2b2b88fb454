package dev.roadloop.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/// A convolution without bias, batch normalisation, and a rectifier unless a sum follows.
final class ConvUnit extends AbstractBlock {

    private final Conv2d convolution;
    private final BatchNorm normalisation;
    private final int stride;
    private final boolean rectified;

    ConvUnit(int channels, int kernel, int stride, boolean rectified) {
        this.convolution = addChildBlock("conv", convolution(channels, kernel, stride, false));
        this.normalisation = addChildBlock("norm", normalisation());
        this.stride = stride;
        this.rectified = rectified;
    }

    static Conv2d convolution(int channels, int kernel, int stride, boolean bias) {
        return Conv2d.builder()
                .setFilters(channels)
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .optBias(bias)
                .build();
    }

    static BatchNorm normalisation() {
        return BatchNorm.builder().optEpsilon(1e-5f).optMomentum(0.9f).build();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> options) {
        NDList normal =
                normalisation.forward(
                        parameters, convolution.forward(parameters, inputs, training), training);
        NDArray result = normal.singletonOrThrow();
        return new NDList(rectified ? Activation.relu(result) : result);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return convolution.getOutputShapes(inputs);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        convolution.initialize(manager, type, inputs);
        normalisation.initialize(manager, type, convolution.getOutputShapes(inputs));
    }

    String export(OnnxGraph graph, String input) {
        String result = graph.convolution(input, convolution, normalisation, stride);
        return rectified ? graph.relu(result) : result;
    }
}
