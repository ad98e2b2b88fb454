package dev.roadloop.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.roadloop.learning.detection.FeatureGrid;
import dev.roadloop.learning.detection.Recorded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers at every location of every level what is there, how far its sides are, and how near its
/// middle is. No anchors: a location answers for the box around it.
///
/// Source: Tian et al., FCOS, 2019.
final class DetectionHead extends AbstractBlock {

    private final Tower classTower;
    private final Tower boxTower;
    private final Conv2d classes;
    private final Conv2d distances;
    private final Conv2d centreness;
    private final NetworkShape shape;

    DetectionHead(NetworkShape shape) {
        this.shape = shape;
        classTower = addChildBlock("classTower", new Tower(shape.features(), FeatureGrid.LEVELS));
        boxTower = addChildBlock("boxTower", new Tower(shape.features(), FeatureGrid.LEVELS));
        classes = addChildBlock("classes", ConvUnit.convolution(shape.classes(), 3, 1, true));
        distances = addChildBlock("distances", ConvUnit.convolution(4, 3, 1, true));
        centreness = addChildBlock("centreness", ConvUnit.convolution(1, 3, 1, true));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> options) {
        NDList forClasses = classTower.forward(parameters, inputs, training);
        NDList forBoxes = boxTower.forward(parameters, inputs, training);
        NDList logits = new NDList();
        NDList sides = new NDList();
        NDList middles = new NDList();
        for (int level = 0; level < inputs.size(); level++) {
            NDList classFeatures = new NDList(forClasses.get(level));
            NDList boxFeatures = new NDList(forBoxes.get(level));
            logits.add(byLocation(classes.forward(parameters, classFeatures, training)));
            NDArray raw = byLocation(distances.forward(parameters, boxFeatures, training));
            sides.add(sides(raw, FeatureGrid.stride(level)));
            middles.add(byLocation(centreness.forward(parameters, boxFeatures, training)));
        }
        return new NDList(
                NDArrays.concat(logits, 1),
                NDArrays.concat(sides, 1),
                NDArrays.concat(middles, 1).squeeze(2));
    }

    /// From where a box's middle is and how large it is to where its sides are. A size is positive
    /// and a middle may be anywhere, so boxes too small to hold a location can be answered too.
    private static NDArray sides(NDArray raw, int stride) {
        NDArray middle = Recorded.times(raw.get("...,:2"), stride);
        NDArray half = Recorded.times(Activation.softPlus(raw.get("...,2:")), 2f * stride);
        return half.sub(middle).concat(half.add(middle), -1);
    }

    /// (images, channels, rows, columns) to (images, locations, channels).
    private static NDArray byLocation(NDList list) {
        NDArray map = HalfWeights.whole(list.singletonOrThrow());
        Shape size = map.getShape();
        return map.transpose(0, 2, 3, 1).reshape(size.get(0), -1, size.get(1));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        long images = inputs[0].get(0);
        long locations = shape.grid().locations();
        return new Shape[] {
            new Shape(images, locations, shape.classes()),
            new Shape(images, locations, 4),
            new Shape(images, locations)
        };
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        classTower.initialize(manager, type, inputs);
        boxTower.initialize(manager, type, inputs);
        Shape features = classTower.getOutputShapes(inputs)[0];
        classes.initialize(manager, type, features);
        distances.initialize(manager, type, features);
        centreness.initialize(manager, type, features);
    }

    /// Boxes and scores, made of the same numbers as [dev.roadloop.learning.detection.BoxDecoder]
    /// makes them of.
    void export(OnnxGraph graph, List<String> inputs) {
        String[] boxes = new String[inputs.size()];
        String[] scores = new String[inputs.size()];
        for (int level = 0; level < inputs.size(); level++) {
            String forClasses = classTower.export(graph, inputs.get(level), level);
            String forBoxes = boxTower.export(graph, inputs.get(level), level);
            String logits = answer(graph, forClasses, classes, shape.classes());
            String middles = answer(graph, forBoxes, centreness, 1);
            scores[level] =
                    graph.root(graph.product(graph.sigmoid(logits), graph.sigmoid(middles)));
            boxes[level] = boxes(graph, answer(graph, forBoxes, distances, 4), level);
        }
        FeatureGrid grid = shape.grid();
        float width = grid.width();
        float height = grid.height();
        graph.output(
                OnnxExport.BOXES,
                graph.between(graph.joined(1, boxes), width, height, width, height));
        graph.output(OnnxExport.SCORES, graph.joined(1, scores));
    }

    private static String answer(OnnxGraph graph, String input, Conv2d convolution, int channels) {
        return graph.byLocation(graph.convolution(input, convolution, null, 1), channels);
    }

    private String boxes(OnnxGraph graph, String raw, int level) {
        FeatureGrid grid = shape.grid();
        int stride = FeatureGrid.stride(level);
        int cells = grid.columns(level) * grid.rows(level);
        float[] locations = new float[2 * cells];
        for (int cell = 0; cell < cells; cell++) {
            locations[2 * cell] = (cell % grid.columns(level) + 0.5f) * stride;
            locations[2 * cell + 1] = (cell / grid.columns(level) + 0.5f) * stride;
        }
        String middle =
                graph.plus(
                        graph.times(graph.channels(raw, 0, 2), stride),
                        new long[] {1, cells, 2},
                        locations);
        String half = graph.times(graph.softPlus(graph.channels(raw, 2, 4)), 2f * stride);
        return graph.joined(2, graph.minus(middle, half), graph.add(middle, half));
    }
}
