package dev.roadloop.learning.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.roadloop.learning.areas.AreaLoss;
import dev.roadloop.learning.areas.AreaScore;
import dev.roadloop.learning.checkpoint.Tensor;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.detection.DetectionLoss;
import dev.roadloop.learning.detection.LossTerms;
import dev.roadloop.learning.detection.Recorded;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.network.PerceptionAnswer;
import dev.roadloop.learning.network.PerceptionNetwork;
import dev.roadloop.learning.network.Precision;
import dev.roadloop.learning.network.Weights;
import dev.roadloop.learning.optimise.AdamW;
import dev.roadloop.learning.optimise.GradientNorm;
import dev.roadloop.learning.optimise.LossScale;
import dev.roadloop.learning.optimise.WeightAverage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A network, its average and its optimiser, which learn from batches. Native memory: six times the
/// weights, and that of one pass. Only one may collect gradients at a time in a process.
public final class Learner implements AutoCloseable {

    /// What the loss of areas counts beside those of boxes. Areas are learnt early and well
    /// whatever it is; as much as boxes, they took a tenth of a small network's precision.
    private static final double AREAS = 0.2;

    private final NDManager manager;
    private final PerceptionNetwork network;
    private final PerceptionNetwork average;
    private final Map<String, NDArray> trained;
    private final AdamW optimiser;
    private final WeightAverage averaging;
    private final Map<String, NDArray> arrays;
    private final double clip;
    private @Nullable LossScale scale;

    /// What one pass over a batch said.
    ///
    /// @param classes part of the loss: what is there
    /// @param boxes part of the loss: where its sides are
    /// @param centreness part of the loss: where its middle is
    /// @param areas part of the loss: what belongs to areas; 0 where there are none
    public record Loss(double classes, double boxes, double centreness, double areas) {

        /// Nothing.
        static final Loss NONE = new Loss(0, 0, 0, 0);

        /// All parts.
        public double total() {
            return classes + boxes + centreness + areas;
        }

        Loss plus(Loss other) {
            return new Loss(
                    classes + other.classes,
                    boxes + other.boxes,
                    centreness + other.centreness,
                    areas + other.areas);
        }

        Loss over(int count) {
            return new Loss(classes / count, boxes / count, centreness / count, areas / count);
        }
    }

    /// A learner that knows nothing and computes in full precision.
    public Learner(NetworkShape shape, TrainingPlan plan) {
        this(shape, plan, Precision.FULL);
    }

    /// A learner that knows nothing.
    ///
    /// @param precision of passes it learns from; in half precision their losses are scaled
    public Learner(NetworkShape shape, TrainingPlan plan, Precision precision) {
        manager = NDManager.newBaseManager();
        JniUtils.setGradMode(false);
        scale = precision == Precision.HALF ? LossScale.first() : null;
        network = PerceptionNetwork.create(manager, shape, plan.seed(), precision);
        average = PerceptionNetwork.create(manager, shape, plan.seed());
        network.trained().values().forEach(weight -> weight.setRequiresGradient(true));
        average.trained().values().forEach(weight -> weight.setRequiresGradient(false));
        trained = network.trained();
        optimiser = new AdamW(manager, network.groups().trained(), plan.decay());
        averaging = new WeightAverage(plan.average());
        arrays = changing();
        clip = plan.clip();
    }

    /// Adds the gradients of a batch to those that are there.
    ///
    /// @param share what the gradients are multiplied by
    public Loss accumulate(Batch batch, float share) {
        try (NDManager step = manager.newSubManager()) {
            NDArray images = batch.images(step);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                Terms terms = Terms.of(network.all(images, true), batch, step);
                double factor = scale == null ? share : share * scale.value();
                collector.backward(Recorded.times(terms.total(), factor));
                return terms.read();
            }
        }
    }

    /// Changes the weights by the gradients that were added, and forgets them.
    ///
    /// @return length of the gradient before clipping; if it is no number, no weight was changed
    public double step(double rate) {
        try (NDManager step = manager.newSubManager()) {
            Map<String, NDArray> gradients = network.groups().gradients(trained, step);
            if (scale != null) {
                double back = 1 / scale.value();
                gradients.values().forEach(gradient -> gradient.muli(back));
            }
            double norm = GradientNorm.clip(gradients, clip);
            if (Double.isFinite(norm)) {
                scale = scale == null ? null : scale.calmed();
                optimiser.step(network.groups().trained(), gradients, rate);
                averaging.follow(average.groups().all(), network.groups().all(), optimiser.steps());
            }
            forgetGradients();
            return norm;
        }
    }

    /// Scales losses less, if gradients that are no numbers may be because of the scale.
    ///
    /// @return whether it could
    boolean shrinkScale() {
        if (scale == null || !scale.mayShrink()) {
            return false;
        }
        scale = scale.shrunk();
        return true;
    }

    /// What losses are multiplied by in half precision; nothing in full.
    public @Nullable LossScale scale() {
        return scale;
    }

    /// Forgets gradients that were added.
    public void forgetGradients() {
        trained.values().forEach(weight -> JniUtils.zeroGrad((PtNDArray) weight));
    }

    /// The loss of the averaged weights, which nothing learns from.
    ///
    /// @param score what is said about areas is added to it
    public Loss judge(Batch batch, AreaScore score) {
        try (NDManager step = manager.newSubManager()) {
            PerceptionAnswer answer = average.all(batch.images(step), false);
            NDArray areas = answer.areas();
            if (areas != null) {
                batch.score(areas.toFloatArray(), score);
            }
            return Terms.of(answer, batch, step).read();
        }
    }

    /// The network with averaged weights: what a training makes.
    public PerceptionNetwork average() {
        return average;
    }

    /// Number of changes so far.
    public long steps() {
        return optimiser.steps();
    }

    /// Copies of all that changes: weights, averages and the optimiser's state.
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) -> tensors.put(name, Weights.copy(array)));
        return tensors;
    }

    /// Copies of the averaged weights.
    public Map<String, Tensor> model() {
        return Weights.copy(average.weights());
    }

    /// Goes on with what [#tensors] gave after so many steps.
    ///
    /// @param lossScale of then; only in half precision
    public void restore(Map<String, Tensor> tensors, long steps, @Nullable LossScale lossScale) {
        if (scale != null && lossScale != null) {
            scale = lossScale;
        }
        Weights.load(arrays, tensors);
        optimiser.resumeAt(steps);
        forgetGradients();
    }

    /// Begins with the weights of a model instead of chance.
    ///
    /// @throws IllegalArgumentException if the model has another shape
    public void beginWith(Map<String, Tensor> model) {
        Weights.load(network.weights(), model);
        Weights.load(average.weights(), model);
    }

    /// All that changes, by name. What is copied into it takes effect.
    private Map<String, NDArray> changing() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        network.weights().forEach((name, array) -> arrays.put("weights/" + name, array));
        average.weights().forEach((name, array) -> arrays.put("average/" + name, array));
        optimiser
                .state()
                .forEach((kind, groups) ->
                        network.groups()
                                .parts(groups)
                                .forEach((name, array) ->
                                        arrays.put("optimiser/" + kind + "/" + name, array)));
        return arrays;
    }

    /// The losses of a batch.
    private record Terms(LossTerms boxes, @Nullable NDArray areas) {

        static Terms of(PerceptionAnswer answer, Batch batch, NDManager step) {
            NDArray areas = answer.areas();
            return new Terms(
                    DetectionLoss.of(answer.boxes(), batch.target(step)),
                    areas == null
                            ? null
                            : Recorded.times(AreaLoss.of(areas, batch.areaTarget(step)), AREAS));
        }

        NDArray total() {
            return areas == null ? boxes.total() : boxes.total().add(areas);
        }

        Loss read() {
            return new Loss(
                    boxes.classes().getFloat(),
                    boxes.boxes().getFloat(),
                    boxes.centreness().getFloat(),
                    areas == null ? 0 : areas.getFloat());
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
