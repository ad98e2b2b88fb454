package dev.roadloop.training.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.SweepFinished;
import dev.roadloop.contracts.SweepKeys;
import dev.roadloop.sweep.Standing;
import dev.roadloop.sweep.Sweep;
import dev.roadloop.sweep.Trial;
import dev.roadloop.sweep.report.SweepPage;
import dev.roadloop.sweep.report.SweepReport;
import dev.roadloop.training.server.TrackedRuns.Tracked;
import dev.roadloop.training.server.TrainingServices;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Ends a sweep: writes its report, ends its run and those of trials that stand at a rung.
final class FinishSweep {
    private final TrainingServices services;

    FinishSweep(TrainingServices services) {
        this.services = services;
    }

    /// Which sweep.
    ///
    /// @param startedAt when its execution started
    record Request(String sweep, Instant startedAt) {}

    /// What came of it.
    ///
    /// @param outcome `FOUND`, or `NO_RESULT` if no trial has a value of the metric
    /// @param message what went wrong with the first trial that failed, where there is no result
    /// @param report key of the report
    /// @param event what to announce where there is a result
    record Result(
            String outcome,
            @Nullable String message,
            int trials,
            String report,
            @Nullable SweepFinished event) {}

    Result finish(Request request) {
        Standing standing =
                new Sweep(new TableJournal(services.table(), request.sweep())).standing(true);
        Trials trials = new Trials(standing.opened().setting());
        services.gold()
                .put(
                        SweepKeys.page(request.sweep()),
                        SweepPage.html(standing).getBytes(StandardCharsets.UTF_8),
                        "text/html");
        services.gold()
                .put(
                        SweepKeys.report(request.sweep()),
                        Json.bytes(SweepReport.json(standing)),
                        "application/json");
        track(request, standing, trials);
        Trial best = standing.best();
        return new Result(
                best == null ? "NO_RESULT" : "FOUND",
                best == null ? message(standing) : null,
                standing.trials().size(),
                SweepKeys.report(request.sweep()),
                best == null ? null : event(request.sweep(), standing, trials, best));
    }

    private void track(Request request, Standing standing, Trials trials) {
        for (Trial trial : standing.trials()) {
            if (trial.status() == Trial.Status.KILLED) {
                Tracked run = trialRun(request, trials, trial);
                if (run.running()) {
                    services.runs().end(run.id(), "KILLED");
                }
            }
        }
        Tracked run = sweepRun(request, trials);
        if (!run.running()) {
            return;
        }
        Trial best = standing.best();
        if (best != null) {
            services.runs().tag(run.id(), "roadloop.best", trialRun(request, trials, best).id());
            ArrayNode metrics = Json.jackson().createArrayNode();
            best.metrics()
                    .forEach((name, value) ->
                            metrics.addObject()
                                    .put("key", "best_" + name)
                                    .put("value", value)
                                    .put("timestamp", request.startedAt().toEpochMilli())
                                    .put("step", 0));
            services.runs().logMetrics(run.id(), metrics);
        }
        services.runs().end(run.id(), best == null ? "FAILED" : "FINISHED");
    }

    private Tracked sweepRun(Request request, Trials trials) {
        return services.runs().begin(trials.sweepRun(request.sweep(), request.startedAt()));
    }

    private Tracked trialRun(Request request, Trials trials, Trial trial) {
        return services.runs()
                .begin(trials.trialRun(request.sweep(), trial.number(), request.startedAt()));
    }

    private SweepFinished event(String sweep, Standing standing, Trials trials, Trial best) {
        return new SweepFinished(
                "swept-" + sweep,
                sweep,
                trials.dataset(),
                trials.version(),
                standing.spec().metric(),
                best.value() == null ? Double.NaN : best.value(),
                best.configuration().texts(),
                best.number(),
                SweepKeys.trial(sweep, best.number()),
                standing.trials().size(),
                standing.seconds(),
                SweepKeys.report(sweep),
                services.clock().instant());
    }

    private static String message(Standing standing) {
        return standing.trials().stream()
                .map(Trial::message)
                .filter(message -> message != null)
                .findFirst()
                .orElse("no trial has a value of " + standing.spec().metric());
    }
}
