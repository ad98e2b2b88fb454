package dev.roadloop.learning.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A first convolution that leaves a quarter of rows and columns, then three stages, each of half
/// the resolution of the one before, which are handed on. At full and half resolution, where most
/// of the time would go, nothing is computed: the same time is better spent on larger inputs.
final class Backbone extends AbstractBlock {

    private static final int[] WIDTHS = {2, 2, 4, 6};
    private static final int UNSEEN = 1;

    private final List<SequentialBlock> stages = new ArrayList<>();

    Backbone(NetworkShape shape) {
        for (int stage = 0; stage < WIDTHS.length; stage++) {
            int channels = shape.width() * WIDTHS[stage];
            SequentialBlock block =
                    new SequentialBlock()
                            .add(
                                    stage == 0
                                            ? new ConvUnit(channels, 5, 4, true)
                                            : new ConvUnit(channels, 3, 2, true));
            for (int unit = 0; stage > 0 && unit < shape.depth(); unit++) {
                block.add(new ResidualUnit(channels));
            }
            stages.add(addChildBlock("stage" + stage, block));
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> options) {
        NDList levels = new NDList();
        NDList current = inputs;
        for (int stage = 0; stage < stages.size(); stage++) {
            current = stages.get(stage).forward(parameters, current, training);
            if (stage >= UNSEEN) {
                levels.addAll(current);
            }
        }
        return levels;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        List<Shape> levels = new ArrayList<>();
        Shape[] current = inputs;
        for (int stage = 0; stage < stages.size(); stage++) {
            current = stages.get(stage).getOutputShapes(current);
            if (stage >= UNSEEN) {
                levels.add(current[0]);
            }
        }
        return levels.toArray(Shape[]::new);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        Shape[] current = inputs;
        for (SequentialBlock stage : stages) {
            stage.initialize(manager, type, current);
            current = stage.getOutputShapes(current);
        }
    }

    /// @return the names of the levels handed on
    List<String> export(OnnxGraph graph, String input) {
        List<String> levels = new ArrayList<>();
        String current = input;
        for (int stage = 0; stage < stages.size(); stage++) {
            for (Block unit : stages.get(stage).getChildren().values()) {
                current =
                        unit instanceof ResidualUnit residual
                                ? residual.export(graph, current)
                                : ((ConvUnit) unit).export(graph, current);
            }
            if (stage >= UNSEEN) {
                levels.add(current);
            }
        }
        return levels;
    }
}
