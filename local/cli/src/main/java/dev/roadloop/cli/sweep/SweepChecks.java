package dev.roadloop.cli.sweep;

import dev.roadloop.domain.CallerException;
import dev.roadloop.sweep.spec.SweepSpec;

/// What a sweep must be for trainings of this machine.
public final class SweepChecks {

    private SweepChecks() {}

    /// @throws CallerException if the training does not know a parameter or the metric
    public static void check(SweepSpec spec) {
        parameters(spec);
        TrialMetrics.check(spec);
    }

    /// @throws CallerException if the training does not know a parameter
    public static void parameters(SweepSpec spec) {
        TrialSettings.check(spec);
    }
}
