package dev.roadloop.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a bundle must be, and how much is looked at.
///
/// @param calibrationImages pictures that ranges are learnt from, 1 to 10,000
/// @param mostDifference of ONNX Runtime's answers from the network's: scores as they are, boxes in
///   shares of the input's longer side
/// @param mostLoss of AP50 in eight bits over all judged pictures
/// @param mostSliceLoss of AP50 in eight bits over a slice of at least [#SLICE_IMAGES] pictures
/// @param latencyRuns answers that are timed, 10 to 100,000
/// @param leastHeight share of a picture's rows that an object is high at least, or it is not
///   judged
/// @param nms whether there is a model, too, that chooses boxes itself
/// @param tensorrtSeconds how long a TensorRT engine may take to be built, 1 to 86,400
record PackageSettings(
        int calibrationImages,
        double mostDifference,
        double mostLoss,
        double mostSliceLoss,
        int latencyRuns,
        double leastHeight,
        boolean nms,
        int tensorrtSeconds) {

    /// A slice of fewer pictures is reported, but one object more or less decides its number.
    static final int SLICE_IMAGES = 30;

    private static final String PREFIX = "PACKAGE_";
    private static final List<String> KNOWN =
            List.of(
                    "PACKAGE_CALIBRATION_IMAGES",
                    "PACKAGE_LATENCY_RUNS",
                    "PACKAGE_MOST_DIFFERENCE",
                    "PACKAGE_MOST_LOSS",
                    "PACKAGE_MOST_SLICE_LOSS",
                    "PACKAGE_LEAST_HEIGHT",
                    "PACKAGE_NMS",
                    "PACKAGE_TENSORRT_SECONDS");

    /// Reads the variables that begin with `PACKAGE_`, and names all that is wrong at once.
    static PackageSettings of(Map<String, String> environment) throws RefusedException {
        List<String> problems = new ArrayList<>();
        for (String name : new TreeMap<>(environment).keySet()) {
            if (name.startsWith(PREFIX) && !KNOWN.contains(name)) {
                problems.add(name + " is unknown; known are " + String.join(", ", KNOWN));
            }
        }
        PackageSettings settings =
                new PackageSettings(
                        (int) number(environment, KNOWN.get(0), 128, 1, 10_000, problems),
                        number(environment, KNOWN.get(2), 1e-4, 0, 1, problems),
                        number(environment, KNOWN.get(3), 0.02, 0, 1, problems),
                        number(environment, KNOWN.get(4), 0.05, 0, 1, problems),
                        (int) number(environment, KNOWN.get(1), 200, 10, 100_000, problems),
                        number(environment, KNOWN.get(5), 0, 0, 1, problems),
                        flag(environment, KNOWN.get(6), problems),
                        (int) number(environment, KNOWN.get(7), 1800, 1, 86_400, problems));
        if (!problems.isEmpty()) {
            throw new RefusedException(
                    PackageOutcome.BAD_CONFIGURATION, String.join("; ", problems));
        }
        return settings;
    }

    private static boolean flag(
            Map<String, String> environment, String name, List<String> problems) {
        String text = environment.getOrDefault(name, "false");
        if (!text.equals("true") && !text.equals("false")) {
            problems.add("%s: expected true or false, found '%s'".formatted(name, text));
        }
        return text.equals("true");
    }

    private static double number(
            Map<String, String> environment,
            String name,
            double otherwise,
            double least,
            double most,
            List<String> problems) {
        String text = environment.get(name);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as if it were out of range.
        }
        problems.add("%s: expected %s to %s, found '%s'".formatted(name, least, most, text));
        return otherwise;
    }
}
