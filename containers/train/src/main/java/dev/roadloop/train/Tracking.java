package dev.roadloop.train;

import dev.roadloop.contracts.Json;
import dev.roadloop.learning.training.TrainingEvent;
import java.time.Clock;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Logs a training where the job was told to, or nowhere.
final class Tracking implements Consumer<TrainingEvent>, AutoCloseable {

    private final @Nullable TrackedRun run;

    private Tracking(@Nullable TrackedRun run) {
        this.run = run;
    }

    static Tracking of(
            JobConfig config, Map<String, String> hyperparameters, Consumer<String> lines) {
        if (config.tracking() == null) {
            return new Tracking(null);
        }
        Map<String, String> parameters = new TreeMap<>(hyperparameters);
        parameters.keySet().removeAll(JobConfig.OF_ONE_JOB);
        parameters.put("code_commit", config.provenance().codeCommit());
        parameters.put("image_digest", config.provenance().imageDigest());
        return new Tracking(
                new TrackedRun(
                        config.tracking(),
                        parameters,
                        Clock.systemUTC(),
                        problem ->
                                lines.accept(
                                        Json.jackson()
                                                .createObjectNode()
                                                .put("event", "warning")
                                                .put("message", problem)
                                                .toString())));
    }

    @Override
    public void accept(TrainingEvent event) {
        if (run != null) {
            run.accept(event);
        }
    }

    /// Logs what the model is worth.
    void scores(long step, SortedMap<String, Double> scores) {
        if (run != null) {
            run.scores(step, scores);
        }
    }

    void ended(TrainOutcome outcome) {
        if (run != null) {
            run.ended(outcome);
        }
    }

    @Override
    public void close() {
        if (run != null) {
            run.close();
        }
    }
}
