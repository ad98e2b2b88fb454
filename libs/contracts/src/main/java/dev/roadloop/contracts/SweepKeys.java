package dev.roadloop.contracts;

import java.util.Locale;

/// Where sweeps leave what came of them, in the gold bucket. A sweep has the name of its execution.
public final class SweepKeys {
    private SweepKeys() {}

    /// The run of a trial, as [RunKeys] takes it. Names of executions have no slash, so it is no
    /// training's of another machine.
    ///
    /// @param trial its number, from 0
    public static String trial(String sweep, int trial) {
        return sweep + "/" + String.format(Locale.ROOT, "%04d", trial);
    }

    /// Below which all of a sweep lies but its trials, which are runs.
    public static String folder(String sweep) {
        return "models/sweeps/" + sweep + "/";
    }

    /// The best configuration and all trials, as JSON.
    public static String report(String sweep) {
        return folder(sweep) + "report.json";
    }

    /// The same as a page with plots.
    public static String page(String sweep) {
        return folder(sweep) + "report.html";
    }
}
