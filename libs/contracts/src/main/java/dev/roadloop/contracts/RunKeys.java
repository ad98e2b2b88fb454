package dev.roadloop.contracts;

/// Where trainings leave what they made, in the gold bucket. A run has the name of its execution.
public final class RunKeys {
    private static final String RUNS = "models/runs/";
    private static final String EVENTS = "events.jsonl";

    private RunKeys() {}

    /// Below which all of a run lies.
    public static String folder(String run) {
        return RUNS + run + "/";
    }

    /// The [TrainingRequest].
    public static String request(String run) {
        return folder(run) + "request.json";
    }

    /// The trained model: network, classes, what it was made by and from, and weights.
    public static String model(String run) {
        return folder(run) + "model.zip";
    }

    /// How the training ended.
    public static String outcome(String run) {
        return folder(run) + "outcome.json";
    }

    /// How the packaging of its model ended.
    public static String packaging(String run) {
        return folder(run) + "packaging.json";
    }

    /// A line of JSON for each event of the training; replaced as it goes on.
    public static String events(String run) {
        return folder(run) + EVENTS;
    }

    /// The run whose events lie under this key.
    ///
    /// @throws IllegalArgumentException when the key is none of [#events]
    public static String runOfEvents(String key) {
        int length = key.length() - RUNS.length() - EVENTS.length() - 1;
        if (!key.startsWith(RUNS) || !key.endsWith("/" + EVENTS) || length < 1) {
            throw new IllegalArgumentException(
                    "expected the key of a run's events, found '%s'".formatted(key));
        }
        return key.substring(RUNS.length(), RUNS.length() + length);
    }

    /// Below which checkpoints lie while the training is under way.
    public static String checkpoints(String run) {
        return folder(run) + "checkpoints/";
    }
}
