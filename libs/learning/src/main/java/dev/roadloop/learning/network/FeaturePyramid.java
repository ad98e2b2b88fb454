package dev.roadloop.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings what coarse levels know down to fine ones; all levels get equally many channels.
///
/// Source: Lin et al., Feature Pyramid Networks for Object Detection, 2016.
final class FeaturePyramid extends AbstractBlock {

    private static final int NEAREST = 0;

    private final List<ConvUnit> sideways = new ArrayList<>();
    private final List<ConvUnit> smooth = new ArrayList<>();
    private final int features;

    FeaturePyramid(NetworkShape shape, int levels) {
        features = shape.features();
        for (int level = 0; level < levels; level++) {
            sideways.add(addChildBlock("sideways" + level, new ConvUnit(features, 1, 1, true)));
            smooth.add(addChildBlock("smooth" + level, new ConvUnit(features, 3, 1, true)));
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> options) {
        NDArray[] levels = new NDArray[inputs.size()];
        for (int level = levels.length - 1; level >= 0; level--) {
            NDArray own =
                    sideways.get(level)
                            .forward(parameters, new NDList(inputs.get(level)), training)
                            .singletonOrThrow();
            levels[level] = level == levels.length - 1 ? own : own.add(doubled(levels[level + 1]));
        }
        NDList outputs = new NDList();
        for (int level = 0; level < levels.length; level++) {
            outputs.addAll(
                    smooth.get(level).forward(parameters, new NDList(levels[level]), training));
        }
        return outputs;
    }

    private static NDArray doubled(NDArray level) {
        Shape shape = level.getShape();
        long[] size = {2 * shape.get(2), 2 * shape.get(3)};
        return level.getNDArrayInternal().interpolation(size, NEAREST, false);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape[] outputs = new Shape[inputs.length];
        for (int level = 0; level < inputs.length; level++) {
            outputs[level] = sideways.get(level).getOutputShapes(new Shape[] {inputs[level]})[0];
        }
        return outputs;
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        for (int level = 0; level < inputs.length; level++) {
            sideways.get(level).initialize(manager, type, inputs[level]);
            smooth.get(level)
                    .initialize(
                            manager,
                            type,
                            sideways.get(level).getOutputShapes(new Shape[] {inputs[level]}));
        }
    }

    List<String> export(OnnxGraph graph, List<String> inputs) {
        List<String> levels = new ArrayList<>();
        for (int level = inputs.size() - 1; level >= 0; level--) {
            String own = sideways.get(level).export(graph, inputs.get(level));
            levels.addFirst(
                    levels.isEmpty() ? own : graph.add(own, graph.doubled(levels.getFirst())));
        }
        List<String> outputs = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
            outputs.add(smooth.get(level).export(graph, levels.get(level)));
        }
        return outputs;
    }
}
