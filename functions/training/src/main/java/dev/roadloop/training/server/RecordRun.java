package dev.roadloop.training.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingFinished;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.training.server.TrackedRuns.Beginning;
import dev.roadloop.training.server.TrackedRuns.Tracked;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Enters a training that has ended into the experiment tracking: parameters, what it was made
/// from, losses by step, and how it ended. Jobs have no way to the tracking API, since their
/// network has none to the internet; so what they wrote down is entered when they are done. The
/// same training is entered once, whatever is retried. One that paused is entered as far as it
/// came, and goes on.
public final class RecordRun {
    private static final int LARGEST_DOCUMENT = 1 << 20;

    /// Told to one job, not of the training itself.
    private static final String PAUSE = "pause_after";

    private final TrackedRuns runs;
    private final Bucket gold;
    private final InstantSource clock;

    RecordRun(TrackedRuns runs, Bucket gold, InstantSource clock) {
        this.runs = runs;
        this.gold = gold;
        this.clock = clock;
    }

    /// Which training.
    ///
    /// @param run its name
    /// @param startedAt when its execution started
    public record Request(String run, Instant startedAt) {}

    /// What was entered.
    ///
    /// @param runId of the run in the tracking
    /// @param event what to announce when the model is packaged; absent where there is no model
    public record Recorded(String runId, @Nullable TrainingFinished event) {}

    /// Enters a training.
    ///
    /// @throws CallerException when it left no report
    public Recorded record(Request request) {
        TrainingRequest asked =
                Json.read(
                        document(RunKeys.request(request.run())),
                        TrainingRequest.class,
                        RunKeys.request(request.run()));
        JsonNode outcome = outcome(request.run());
        boolean made = outcome.path("model").isTextual();
        boolean paused = outcome.path("outcome").asText().equals("INTERRUPTED");
        Tracked run = runs.begin(beginning(request, asked));
        if (run.running()) {
            runs.logParameters(run.id(), parameters(asked, outcome, paused));
            new RunEvents(gold)
                    .metrics(
                            request.run(),
                            request.startedAt(),
                            batch -> runs.logMetrics(run.id(), batch));
            if (!paused) {
                runs.end(run.id(), made ? "FINISHED" : "FAILED");
            }
        }
        return new Recorded(run.id(), made ? event(request.run(), asked, outcome) : null);
    }

    /// How a training ended, as its job says it.
    ///
    /// @throws CallerException when it left no report
    public JsonNode outcome(String run) {
        return Json.read(document(RunKeys.outcome(run)), JsonNode.class, "the outcome");
    }

    private static Beginning beginning(Request request, TrainingRequest asked) {
        return new Beginning(
                asked.experiment(),
                request.run(),
                request.run(),
                request.startedAt(),
                Map.of(
                        "roadloop.dataset",
                        asked.dataset().value(),
                        "roadloop.dataset.version",
                        asked.version().hex()));
    }

    private TrainingFinished event(String run, TrainingRequest asked, JsonNode outcome) {
        return new TrainingFinished(
                "trained-" + run,
                run,
                asked.dataset(),
                asked.version(),
                outcome.path("outcome").asText(),
                new Sha256(outcome.path("model").asText()),
                RunKeys.model(run),
                RunKeys.outcome(run),
                outcome.path("step").asLong(),
                clock.instant(),
                null);
    }

    private byte[] document(String key) {
        return gold.get(key, LARGEST_DOCUMENT)
                .orElseThrow(() ->
                        new CallerException(
                                gold.at(key)
                                        + ": expected what the training job writes, found none"));
    }

    private static Map<String, String> parameters(
            TrainingRequest asked, JsonNode outcome, boolean paused) {
        Map<String, String> values = new TreeMap<>(asked.hyperparameters());
        values.remove(PAUSE);
        values.put("configuration", asked.configuration());
        values.put("seed", Long.toString(asked.seed()));
        if (!paused) {
            values.put("outcome", outcome.path("outcome").asText());
        }
        JsonNode provenance = outcome.path("provenance");
        for (String name : new String[] {"codeCommit", "imageDigest", "dataset"}) {
            if (provenance.path(name).isTextual()) {
                values.put(name, provenance.path(name).asText());
            }
        }
        return values;
    }
}
