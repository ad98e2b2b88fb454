package dev.roadloop.learning.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/// Two convolutions whose result is added to their input.
///
/// Source: He et al., Deep Residual Learning for Image Recognition, 2015.
final class ResidualUnit extends AbstractBlock {

    private final ConvUnit first;
    private final ConvUnit second;

    ResidualUnit(int channels) {
        first = addChildBlock("first", new ConvUnit(channels, 3, 1, true));
        second = addChildBlock("second", new ConvUnit(channels, 3, 1, false));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> options) {
        NDList change =
                second.forward(parameters, first.forward(parameters, inputs, training), training);
        return new NDList(
                Activation.relu(change.singletonOrThrow().add(inputs.singletonOrThrow())));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return inputs.clone();
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        first.initialize(manager, type, inputs);
        second.initialize(manager, type, inputs);
    }

    String export(OnnxGraph graph, String input) {
        return graph.relu(graph.add(second.export(graph, first.export(graph, input)), input));
    }
}
