package dev.roadloop.learning.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Five stages, each of half the resolution of the one before; the last three are handed on.
final class Backbone extends AbstractBlock {

    private static final int[] WIDTHS = {1, 2, 4, 6, 8};
    private static final int UNSEEN = 2;

    private final List<SequentialBlock> stages = new ArrayList<>();

    Backbone(NetworkShape shape) {
        for (int stage = 0; stage < WIDTHS.length; stage++) {
            int channels = shape.width() * WIDTHS[stage];
            SequentialBlock block = new SequentialBlock().add(new ConvUnit(channels, 3, 2, true));
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
}
