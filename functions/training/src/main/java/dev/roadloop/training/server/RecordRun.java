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
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Enters a training into the experiment tracking: when it begins, what it is; as it goes on,
/// losses by step; when it has ended, what it was made from and how it ended. Jobs have no way to
/// the tracking API, since their network has none to the internet; so what they write down is
/// entered for them. The same training is entered once, whatever is retried. One that paused is
/// entered as far as it came, and goes on.
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
                            run.latest(),
                            batch -> runs.logMetrics(run.id(), batch));
            if (!paused) {
                runs.end(run.id(), made ? "FINISHED" : "FAILED");
            }
        }
        return new Recorded(run.id(), made ? event(request.run(), asked, outcome) : null);
    }

    /// Enters a training that begins, so that its losses have a run to be logged to.
    ///
    /// @return the run's id
    String begin(Request request, TrainingRequest asked) {
        return runs.begin(beginning(request, asked)).id();
    }

    /// Enters what a training has written down so far, if its run was begun and has not ended.
    ///
    /// @param key of its events, which somebody has just written
    void follow(String key) {
        String run = RunKeys.runOfEvents(key);
        Optional<byte[]> request = gold.get(RunKeys.request(run), LARGEST_DOCUMENT);
        if (request.isEmpty()) {
            return;
        }
        TrainingRequest asked = Json.read(request.get(), TrainingRequest.class, key);
        runs.find(asked.experiment(), run)
                .filter(Tracked::running)
                .ifPresent(found ->
                        new RunEvents(gold)
                                .metrics(
                                        run,
                                        Instant.EPOCH,
                                        found.latest(),
                                        batch -> runs.logMetrics(found.id(), batch)));
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
                        asked.version().hex(),
                        "roadloop.compute",
                        asked.compute().label()));
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
