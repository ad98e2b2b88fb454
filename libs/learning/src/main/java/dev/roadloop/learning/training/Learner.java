package dev.roadloop.learning.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.roadloop.learning.areas.AreaScore;
import dev.roadloop.learning.checkpoint.Tensor;
import dev.roadloop.learning.data.Batch;
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
/// weights on the first device, twice on others, and that of one pass.
///
/// Several devices share each batch ([Replicas]): they learn what one would, up to rounding and but
/// for the statistics of normalisations, which each takes of its own pictures while it learns. What
/// is kept and judged has the mean of those of all devices. A training may go on with another
/// number of devices.
public final class Learner implements AutoCloseable {

    private final NDManager manager;
    private final Replicas replicas;
    private final PerceptionNetwork network;
    private final PerceptionNetwork average;
    private final AdamW optimiser;
    private final WeightAverage averaging;
    private final Map<String, NDArray> arrays;
    private final double clip;
    private @Nullable LossScale scale;

    /// A learner that knows nothing and computes in full precision.
    public Learner(NetworkShape shape, TrainingPlan plan) {
        this(shape, plan, Precision.FULL, Devices.first());
    }

    /// A learner that knows nothing.
    ///
    /// @param precision of passes it learns from; in half precision their losses are scaled
    /// @param devices which share each batch, at most one for each of its pictures
    public Learner(NetworkShape shape, TrainingPlan plan, Precision precision, Devices devices) {
        scale = precision == Precision.HALF ? LossScale.first() : null;
        replicas = Replicas.on(devices.atMost(plan.batch()), shape, plan.seed(), precision);
        network = replicas.first().network();
        manager = replicas.first().manager();
        average = PerceptionNetwork.create(manager, shape, plan.seed());
        average.trained().values().forEach(weight -> weight.setRequiresGradient(false));
        optimiser = new AdamW(manager, network.groups().trained(), plan.decay());
        averaging = new WeightAverage(plan.average());
        arrays = changing();
        clip = plan.clip();
    }

    /// Adds the gradients of a batch to those that are there.
    ///
    /// @param share what the gradients are multiplied by
    public Loss accumulate(Batch batch, float share) {
        return replicas.accumulate(batch, scale == null ? share : share * scale.value());
    }

    /// Changes the weights by the gradients that were added, and forgets them.
    ///
    /// @return length of the gradient before clipping; if it is no number, no weight was changed
    public double step(double rate) {
        try (NDManager step = manager.newSubManager()) {
            Map<String, NDArray> gradients = replicas.gather(step);
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
            replicas.spread();
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
        replicas.spread();
    }

    /// Begins with the weights of a model instead of chance.
    ///
    /// @throws IllegalArgumentException if the model has another shape
    public void beginWith(Map<String, Tensor> model) {
        Weights.load(network.weights(), model);
        Weights.load(average.weights(), model);
        replicas.spread();
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

    @Override
    public void close() {
        replicas.close();
    }
}
