package dev.roadloop.learning.training;

import dev.roadloop.contracts.Json;
import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.areas.AreaGrid;
import dev.roadloop.learning.areas.AreaScore;
import dev.roadloop.learning.checkpoint.CheckpointStore;
import dev.roadloop.learning.checkpoint.DamagedFileException;
import dev.roadloop.learning.checkpoint.ForeignCheckpointException;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.data.BatchLoader;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.LoaderSettings;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.optimise.LossScale;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Trains step by step, and writes checkpoints that hold everything: killed at any moment and run
/// again with the same folder, it ends on a CPU with the same bits as one that was left alone.
///
/// A loss or gradient that is no number does not reach the weights: training goes back to the last
/// checkpoint and passes over the batch that did it.
public final class Trainer {

    private static final int AHEAD = 3;
    private static final int MOST_ROLLBACKS = 3;

    private final NetworkShape shape;
    private final TrainingPlan plan;
    private final TrainingData data;
    private final CheckpointStore checkpoints;
    private final Consumer<TrainingEvent> listener;
    private final BooleanSupplier stop;
    private final BatchMaker maker;
    private final int threads;
    private final Learner learner;
    private TrainingState state;

    /// A training of a learner that knows nothing yet.
    ///
    /// @param learner made for the same shape and plan; whoever made it closes it
    /// @param listener told what happens, on the training's thread
    /// @param stop asked after each step whether to end here
    public Trainer(
            Learner learner,
            NetworkShape shape,
            TrainingPlan plan,
            TrainingData data,
            Machine machine,
            CheckpointStore checkpoints,
            Consumer<TrainingEvent> listener,
            BooleanSupplier stop) {
        this.learner = learner;
        this.shape = shape;
        this.plan = plan;
        this.data = data;
        this.checkpoints = checkpoints;
        this.listener = listener;
        this.stop = stop;
        this.maker = new BatchMaker(shape, machine.imageMemory());
        this.threads = machine.loaderThreads();
        this.state = TrainingState.start(identity(), learner.scale());
    }

    /// Trains to the end, from the newest checkpoint if there is one.
    ///
    /// @throws CallerException if a sample cannot be used, or the checkpoints are of another
    ///   training
    public TrainingEnd run()
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        if (!resume()) {
            save();
        }
        while (true) {
            Optional<TrainingEnd> end = runFrom(state.batch());
            if (end.isPresent()) {
                return end.get();
            }
        }
    }

    /// @return empty after a rollback, when batches have to be made anew
    private Optional<TrainingEnd> runFrom(long firstBatch)
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        LoaderSettings settings =
                new LoaderSettings(
                        plan.batch(),
                        plan.seed(),
                        plan.mosaic(),
                        plan.mosaicBatches(),
                        threads,
                        AHEAD);
        try (BatchLoader loader = new BatchLoader(maker, data.training(), settings, firstBatch)) {
            while (state.step() < plan.steps()) {
                if (!step(loader)) {
                    if (state.rollbacks() >= MOST_ROLLBACKS) {
                        return Optional.of(TrainingEnd.DIVERGED);
                    }
                    rollBack();
                    return Optional.empty();
                }
                Optional<TrainingEnd> end = afterStep();
                if (end.isPresent()) {
                    return end;
                }
            }
        }
        return Optional.of(TrainingEnd.COMPLETED);
    }

    /// @return whether all of it were numbers
    private boolean step(BatchLoader loader) throws InterruptedException {
        long began = System.nanoTime();
        long waited = 0;
        Loss loss = Loss.NONE;
        for (int pass = 0; pass < plan.accumulate(); pass++) {
            long asked = System.nanoTime();
            Batch batch = loader.take();
            waited += System.nanoTime() - asked;
            loss = loss.plus(learner.accumulate(batch, 1f / plan.accumulate()));
        }
        loss = loss.over(plan.accumulate());
        double rate = plan.rate().at(state.step()) * state.rateScale();
        if (!Double.isFinite(loss.total())) {
            return false;
        }
        double gradient = learner.step(rate);
        boolean changed = Double.isFinite(gradient);
        if (!changed && !learner.shrinkScale()) {
            return false;
        }
        LossScale scale = learner.scale();
        state = state.stepped(state.batch() + plan.accumulate(), changed, scale);
        if (!changed && scale != null) {
            listener.accept(new TrainingEvent.PassedOver(state.step(), scale.value()));
            return true;
        }
        listener.accept(
                new TrainingEvent.Stepped(
                        state.step(),
                        loss.total(),
                        loss.classes(),
                        loss.boxes(),
                        loss.centreness(),
                        loss.areas(),
                        rate,
                        gradient,
                        (System.nanoTime() - began) / 1e9,
                        waited / 1e9));
        return true;
    }

    private Optional<TrainingEnd> afterStep() throws IOException {
        boolean last = state.step() == plan.steps();
        if (!data.validation().isEmpty() && (last || state.step() % plan.judgeEvery() == 0)) {
            AreaScore areas = new AreaScore(AreaGrid.over(shape.grid(), shape.areas()));
            double loss = judge(areas);
            state = state.judged(loss);
            OptionalDouble iou = areas.mean();
            listener.accept(
                    new TrainingEvent.Judged(
                            state.step(), loss, iou.isPresent() ? iou.getAsDouble() : null));
        }
        boolean tired = plan.patience() > 0 && state.looksSinceBest() >= plan.patience();
        boolean asked = !last && stop.getAsBoolean();
        if (last || tired || asked || state.step() % plan.saveEvery() == 0) {
            save();
        }
        if (tired && !last) {
            return Optional.of(TrainingEnd.STOPPED_EARLY);
        }
        return asked ? Optional.of(TrainingEnd.INTERRUPTED) : Optional.empty();
    }

    private double judge(AreaScore areas) {
        double sum = 0;
        List<Sample> samples = data.validation();
        for (int from = 0; from < samples.size(); from += plan.batch()) {
            List<Sample> some =
                    samples.subList(from, Math.min(samples.size(), from + plan.batch()));
            sum += learner.judge(maker.plain(some), areas).total() * some.size();
        }
        return sum / samples.size();
    }

    private boolean resume() throws IOException, DamagedFileException, ForeignCheckpointException {
        Optional<CheckpointStore.Found> found = checkpoints.newest();
        if (found.isEmpty()) {
            return false;
        }
        TrainingState saved = restore(found.get());
        state = saved;
        listener.accept(new TrainingEvent.Resumed(saved.step(), found.get().damaged()));
        return true;
    }

    private void rollBack() throws IOException, DamagedFileException, ForeignCheckpointException {
        CheckpointStore.Found found =
                checkpoints
                        .newest()
                        .orElseThrow(() ->
                                new DamagedFileException(
                                        "the checkpoints have gone while training was under way"));
        TrainingState saved = restore(found);
        long failed = state.step();
        long behind = state.batch() + plan.accumulate();
        state = saved.rolledBack(behind, state.rollbacks() + 1);
        save();
        listener.accept(new TrainingEvent.RolledBack(failed, saved.step()));
    }

    private TrainingState restore(CheckpointStore.Found found) throws ForeignCheckpointException {
        TrainingState saved =
                Json.read(
                        Json.bytes(found.file().meta()),
                        TrainingState.class,
                        "a checkpoint's state");
        if (!saved.identity().equals(state.identity())) {
            throw new ForeignCheckpointException(
                    ("the checkpoints are of another training: expected the identity %s of network,"
                         + " plan and data, found %s; give this training a folder of its own")
                            .formatted(state.identity(), saved.identity()));
        }
        learner.restore(found.file().tensors(), saved.optimiserSteps(), saved.scale());
        return saved;
    }

    private void save() throws IOException {
        checkpoints.save(state.step(), state, learner.tensors());
        listener.accept(new TrainingEvent.Saved(state.step()));
    }

    private String identity() {
        String precision = learner.scale() == null ? "" : "+half";
        String all = Json.text(shape) + Json.text(plan) + data.identity() + precision;
        return Sha256.of(all.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
