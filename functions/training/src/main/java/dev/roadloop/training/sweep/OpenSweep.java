package dev.roadloop.training.sweep;

import dev.roadloop.contracts.SweepRequest;
import dev.roadloop.contracts.TrainingMetrics;
import dev.roadloop.domain.CallerException;
import dev.roadloop.sweep.Budget;
import dev.roadloop.sweep.Entry.Opened;
import dev.roadloop.sweep.Sweep;
import dev.roadloop.sweep.spec.SweepFile;
import dev.roadloop.sweep.spec.SweepSpec;
import dev.roadloop.training.server.Computes;
import dev.roadloop.training.server.TrainingServices;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Begins a sweep: its journal, and its run in the tracking. Done again it changes nothing.
final class OpenSweep {
    private final TrainingServices services;
    private final Computes computes;

    /// @param computes where trials may run
    OpenSweep(TrainingServices services, Computes computes) {
        this.services = services;
        this.computes = computes;
    }

    /// Which sweep.
    ///
    /// @param sweep its name
    /// @param startedAt when its execution started
    record Request(String sweep, Instant startedAt, SweepRequest request) {}

    /// What came of it.
    ///
    /// @param outcome `OPENED` or `REFUSED`
    /// @param message why it is refused
    /// @param workers their numbers; each asks for jobs and does them
    record Result(String outcome, @Nullable String message, List<Integer> workers) {}

    Result open(Request request) {
        SweepRequest asked = request.request();
        try {
            SweepSpec spec = SweepFile.parse(asked.file(), "the sweep's file").spec();
            check(spec);
            int most = asked.trials() > 0 ? asked.trials() : spec.runCap().orElse(0);
            Trials trials = Trials.of(asked, computes.resolve(asked.compute()));
            Sweep.open(
                    new TableJournal(services.table(), request.sweep()),
                    new Opened(
                            asked.file(),
                            asked.seed(),
                            new Budget(most, asked.seconds()),
                            trials.setting()));
            services.runs().begin(trials.sweepRun(request.sweep(), request.startedAt()));
        } catch (CallerException e) {
            return new Result("REFUSED", e.getMessage(), List.of());
        }
        return new Result("OPENED", null, IntStream.range(0, asked.parallel()).boxed().toList());
    }

    /// Trainings must log the sweep's metric, and when it is needed.
    private static void check(SweepSpec spec) {
        String metric = spec.metric();
        boolean atLooks = TrainingMetrics.AT_LOOKS.contains(metric);
        if (!atLooks && !TrainingMetrics.AT_END.contains(metric)) {
            throw new CallerException(
                    "metric.name: trainings log %s at each look and %s at their end, found '%s'"
                            .formatted(
                                    String.join(", ", TrainingMetrics.AT_LOOKS),
                                    String.join(", ", TrainingMetrics.AT_END),
                                    metric));
        }
        if (!atLooks && !spec.early().rungs().isEmpty()) {
            throw new CallerException(
                    "early_terminate: '%s' is known at the end of a trial only; expected one of %s, or no early_terminate"
                            .formatted(metric, String.join(", ", TrainingMetrics.AT_LOOKS)));
        }
    }
}
