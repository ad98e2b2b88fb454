package dev.roadloop.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/// How to train: what every command that trains asks for.
final class TrainingOptions {

    /// For picocli, which makes one for each command.
    TrainingOptions() {}

    @Option(
            names = "--config",
            defaultValue = "base",
            description =
                    "smoke (a small network, few steps) or base (for real sets);"
                            + " ${DEFAULT-VALUE} by default.")
    private String configuration = "base";

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Another one trains otherwise; ${DEFAULT-VALUE} by default.")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "A hyperparameter: accumulate, batch_size, devices, height, judge_every,"
                            + " learning_rate, least_height, patience, pause_after, precision,"
                            + " steps, width. docs/how-to/train.md says what they are.")
    private Map<String, String> settings = new TreeMap<>();

    String configuration() {
        return configuration;
    }

    long seed() {
        return seed;
    }

    /// Hyperparameters by name.
    Map<String, String> settings() {
        return settings;
    }

    /// All of them, as a job takes them.
    Map<String, String> hyperparameters() {
        Map<String, String> values = new TreeMap<>(settings);
        values.put("configuration", configuration);
        values.putIfAbsent("seed", Long.toString(seed));
        return values;
    }
}
