package dev.roadloop.training.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.SweepKeys;
import dev.roadloop.domain.InternalException;
import dev.roadloop.sweep.Entry.Told;
import dev.roadloop.sweep.Sweep;
import dev.roadloop.sweep.TrialEnd;
import dev.roadloop.sweep.spec.SweepSpec;
import dev.roadloop.training.server.RecordRun;
import dev.roadloop.training.server.RunEvents;
import dev.roadloop.training.server.TrainingServices;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Takes what came out of a trial's job into the journal, and its run into the tracking. Told twice
/// it counts once.
final class TellTrial {
    private final TrainingServices services;

    TellTrial(TrainingServices services) {
        this.services = services;
    }

    /// Which job.
    ///
    /// @param sweep its name
    /// @param seconds that it took, all attempts together
    /// @param startedAt when the sweep's execution started
    record Request(String sweep, int trial, int rung, double seconds, Instant startedAt) {}

    /// How it ended.
    record Result(TrialEnd end, int iterations, @Nullable Double value) {}

    Result tell(Request request) {
        String run = SweepKeys.trial(request.sweep(), request.trial());
        RecordRun recordRun = services.recordRun();
        JsonNode outcome = recordRun.outcome(run);
        Sweep sweep = new Sweep(new TableJournal(services.table(), request.sweep()));
        SweepSpec spec = sweep.standing(false).spec();
        List<Integer> rungs = spec.early().rungs();
        RunEvents.Said said = new RunEvents(services.gold()).said(run);
        List<Map<String, Double>> looks = said.looks();
        TrialEnd end = end(outcome);
        if (end == TrialEnd.PAUSED) {
            looks = upTo(rungs, request, run, looks);
        }
        recordRun.record(new RecordRun.Request(run, request.startedAt()));
        SortedMap<String, Double> metrics = new TreeMap<>();
        if (end != TrialEnd.FAILED && !looks.isEmpty()) {
            metrics.putAll(looks.getLast());
        }
        if (end == TrialEnd.COMPLETED) {
            metrics.putAll(said.end());
        }
        Told told =
                new Told(
                        request.trial(),
                        request.rung(),
                        end,
                        looks.size(),
                        metrics.get(spec.metric()),
                        request.seconds(),
                        metrics,
                        end == TrialEnd.FAILED
                                ? outcome.path("outcome").asText()
                                        + ": "
                                        + outcome.path("message").asText()
                                : null);
        sweep.tell(told);
        return new Result(end, told.iterations(), told.value());
    }

    private static TrialEnd end(JsonNode outcome) {
        if (outcome.path("model").isTextual()) {
            return TrialEnd.COMPLETED;
        }
        return outcome.path("outcome").asText().equals("INTERRUPTED")
                ? TrialEnd.PAUSED
                : TrialEnd.FAILED;
    }

    private static <T> List<T> upTo(
            List<Integer> rungs, Request request, String run, List<T> looks) {
        int until = request.rung() < rungs.size() ? rungs.get(request.rung()) : Integer.MAX_VALUE;
        if (looks.size() < until) {
            throw new InternalException(
                    "%s: its job ended as paused after %d looks, expected %d"
                            .formatted(run, looks.size(), until));
        }
        return looks.subList(0, until);
    }
}
