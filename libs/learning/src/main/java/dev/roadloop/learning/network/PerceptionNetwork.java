package dev.roadloop.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import dev.roadloop.learning.detection.DetectionAnswer;
import dev.roadloop.learning.detection.FeatureGrid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A backbone, a feature pyramid, a head that finds boxes and, where its shape says so, one that
/// says which cells belong to areas. Weights live in the manager it was made with; whoever made
/// that closes it. Not for several threads.
public final class PerceptionNetwork extends AbstractBlock {

    private static final float MEAN = 0.45f;
    private static final float SCALE = 4;
    private static final float WHITE = 255;

    private final NetworkShape shape;
    private final Backbone backbone;
    private final FeaturePyramid pyramid;
    private final DetectionHead detection;
    private final @Nullable AreaHead areas;
    private final ParameterStore store;
    private final Precision precision;
    private @Nullable WeightGroups groups;

    private PerceptionNetwork(NDManager manager, NetworkShape shape, Precision precision) {
        this.shape = shape;
        this.precision = precision;
        backbone = addChildBlock("backbone", new Backbone(shape));
        pyramid = addChildBlock("pyramid", new FeaturePyramid(shape, FeatureGrid.LEVELS));
        detection = addChildBlock("detection", new DetectionHead(shape));
        areas = shape.areas() == 0 ? null : addChildBlock("areas", new AreaHead(shape));
        store =
                precision == Precision.HALF
                        ? new HalfWeights(manager)
                        : new ParameterStore(manager, false);
    }

    /// A network with weights that depend on the seed alone, which computes in full precision.
    public static PerceptionNetwork create(NDManager manager, NetworkShape shape, long seed) {
        return create(manager, shape, seed, Precision.FULL);
    }

    /// A network with weights that depend on the seed alone.
    public static PerceptionNetwork create(
            NDManager manager, NetworkShape shape, long seed, Precision precision) {
        PerceptionNetwork network = new PerceptionNetwork(manager, shape, precision);
        network.initialize(manager, DataType.FLOAT32, network.inputShape(1));
        network.groups = WeightGroups.of(manager, network.getParameters());
        new InitialWeights(seed).fill(network.weights());
        return network;
    }

    /// Its size.
    public NetworkShape shape() {
        return shape;
    }

    /// What it answers about boxes in images, see [#all].
    ///
    /// @param images (images, 3, rows, columns): red, green, blue, each 0 to 1
    /// @param training whether normalisation goes by the batch, and its statistics are updated
    public DetectionAnswer answer(NDArray images, boolean training) {
        return all(images, training).boxes();
    }

    /// What it answers for images, in float32.
    ///
    /// @param images (images, 3, rows, columns): red, green, blue, each 0 to 1
    /// @param training whether normalisation goes by the batch, and its statistics are updated
    public PerceptionAnswer all(NDArray images, boolean training) {
        if (store instanceof HalfWeights half) {
            half.make(images.getManager());
        }
        NDList outputs = forward(store, new NDList(images), training);
        return new PerceptionAnswer(
                DetectionAnswer.of(outputs),
                areas == null ? null : outputs.get(outputs.size() - 1));
    }

    /// All arrays that make up the network by name, in a fixed order: those that are trained, and
    /// the statistics of its normalisations.
    public Map<String, NDArray> weights() {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        for (Pair<String, Parameter> entry : getParameters()) {
            weights.put(entry.getKey(), entry.getValue().getArray());
        }
        return weights;
    }

    /// The arrays of [#weights] as parts of a few.
    public WeightGroups groups() {
        return Objects.requireNonNull(groups, "a network has groups when it is made");
    }

    /// Those of [#weights] that gradients change.
    public Map<String, NDArray> trained() {
        Map<String, NDArray> trained = new LinkedHashMap<>();
        for (Pair<String, Parameter> entry : getParameters()) {
            if (entry.getValue().requiresGradient()) {
                trained.put(entry.getKey(), entry.getValue().getArray());
            }
        }
        return trained;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> options) {
        // About zero mean and unit variance for road scenes, whatever the set.
        NDArray normal = inputs.singletonOrThrow().sub(MEAN).mul(SCALE);
        // No gradient goes back to the images.
        NDArray images =
                precision == Precision.HALF ? normal.toType(DataType.FLOAT16, false) : normal;
        NDList levels = backbone.forward(parameters, new NDList(images), training);
        NDList features = pyramid.forward(parameters, levels, training);
        NDList outputs = detection.forward(parameters, features, training);
        if (areas != null) {
            outputs.addAll(areas.forward(parameters, new NDList(features.get(0)), training));
        }
        return outputs;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape[] features = pyramid.getOutputShapes(backbone.getOutputShapes(inputs));
        List<Shape> outputs = new ArrayList<>(List.of(detection.getOutputShapes(features)));
        if (areas != null) {
            outputs.add(areas.getOutputShapes(new Shape[] {features[0]})[0]);
        }
        return outputs.toArray(Shape[]::new);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        backbone.initialize(manager, type, inputs);
        Shape[] levels = backbone.getOutputShapes(inputs);
        pyramid.initialize(manager, type, levels);
        Shape[] features = pyramid.getOutputShapes(levels);
        detection.initialize(manager, type, features);
        if (areas != null) {
            areas.initialize(manager, type, features[0]);
        }
    }

    private Shape inputShape(int images) {
        return new Shape(images, 3, shape.grid().height(), shape.grid().width());
    }

    /// @param images name of the input, 0 to 255
    void export(OnnxGraph graph, String images) {
        String normal = graph.plus(graph.times(images, SCALE / WHITE), -MEAN * SCALE);
        List<String> features = pyramid.export(graph, backbone.export(graph, normal));
        detection.export(graph, features);
        if (areas != null) {
            areas.export(graph, features.getFirst());
        }
    }
}
