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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One convolution that all levels share, each level with a normalisation of its own, because their
/// statistics differ.
final class Tower extends AbstractBlock {

    private final Conv2d shared;
    private final List<BatchNorm> normalisations = new ArrayList<>();

    Tower(int channels, int levels) {
        shared = addChildBlock("conv", ConvUnit.convolution(channels, 3, 1, false));
        for (int level = 0; level < levels; level++) {
            normalisations.add(addChildBlock("norm" + level, ConvUnit.normalisation()));
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> options) {
        NDList outputs = new NDList();
        for (int level = 0; level < inputs.size(); level++) {
            NDList convolved = shared.forward(parameters, new NDList(inputs.get(level)), training);
            NDArray normal =
                    normalisations
                            .get(level)
                            .forward(parameters, convolved, training)
                            .singletonOrThrow();
            outputs.add(Activation.relu(normal));
        }
        return outputs;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape[] outputs = new Shape[inputs.length];
        for (int level = 0; level < inputs.length; level++) {
            outputs[level] = shared.getOutputShapes(new Shape[] {inputs[level]})[0];
        }
        return outputs;
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        shared.initialize(manager, type, inputs[0]);
        Shape[] outputs = getOutputShapes(inputs);
        for (int level = 0; level < inputs.length; level++) {
            normalisations.get(level).initialize(manager, type, outputs[level]);
        }
    }

    String export(OnnxGraph graph, String input, int level) {
        return graph.relu(graph.convolution(input, shared, normalisations.get(level), 1));
    }
}
