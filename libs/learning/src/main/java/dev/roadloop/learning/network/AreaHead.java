package dev.roadloop.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/// Answers which cells belong to areas, from the finest level of the pyramid. A location of that
/// level answers for the four cells in it, so that nothing is computed at a finer resolution.
///
/// Source of the rearrangement: Shi et al., Real-Time Single Image and Video Super-Resolution Using
/// an Efficient Sub-Pixel Convolutional Neural Network, 2016.
final class AreaHead extends AbstractBlock {

    private static final int FINER = 2;

    private final ConvUnit unit;
    private final Conv2d logits;
    private final int areas;

    AreaHead(NetworkShape shape) {
        areas = shape.areas();
        unit = addChildBlock("areaUnit", new ConvUnit(shape.features(), 3, 1, true));
        logits =
                addChildBlock(
                        "areaLogits", ConvUnit.convolution(FINER * FINER * areas, 3, 1, true));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> options) {
        NDArray packed =
                HalfWeights.whole(
                        logits.forward(
                                        parameters,
                                        unit.forward(parameters, inputs, training),
                                        training)
                                .singletonOrThrow());
        Shape shape = packed.getShape();
        long images = shape.get(0);
        long rows = shape.get(2);
        long columns = shape.get(3);
        return new NDList(
                packed.reshape(images, areas, FINER, FINER, rows, columns)
                        .transpose(0, 1, 4, 2, 5, 3)
                        .reshape(images, areas, FINER * rows, FINER * columns));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {
            new Shape(inputs[0].get(0), areas, FINER * inputs[0].get(2), FINER * inputs[0].get(3))
        };
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        unit.initialize(manager, type, inputs);
        logits.initialize(manager, type, unit.getOutputShapes(inputs));
    }

    /// Probabilities.
    void export(OnnxGraph graph, String finest) {
        String packed = graph.convolution(unit.export(graph, finest), logits, null, 1);
        graph.output(OnnxExport.AREAS, graph.finer(graph.sigmoid(packed), FINER));
    }
}
