package dev.roadloop.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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

    /// Reads the variables that begin with `PACKAGE_`, and names all that is wrong at once, as the
    /// command line has it: `PACKAGE_MOST_LOSS` is `most_loss`.
    static PackageSettings of(Map<String, String> environment) throws RefusedException {
        Map<String, String> texts = new TreeMap<>();
        environment.forEach((name, text) -> {
            if (name.startsWith(PREFIX)) {
                texts.put(name.substring(PREFIX.length()).toLowerCase(Locale.ROOT), text);
            }
        });
        Values values = new Values(texts);
        PackageSettings settings =
                new PackageSettings(
                        values.whole("calibration_images", 128, 1, 10_000),
                        values.share("most_difference", 1e-4),
                        values.share("most_loss", 0.02),
                        values.share("most_slice_loss", 0.05),
                        values.whole("latency_runs", 200, 10, 100_000),
                        values.share("least_height", 0),
                        values.flag("nms"),
                        values.whole("tensorrt_seconds", 1800, 1, 86_400));
        values.check();
        return settings;
    }

    /// Texts read as what they should be, with what is wrong with them.
    private static final class Values {
        private final Map<String, String> texts;
        private final Set<String> known = new TreeSet<>();
        private final List<String> problems = new ArrayList<>();

        Values(Map<String, String> texts) {
            this.texts = texts;
        }

        int whole(String name, int otherwise, int least, int most) {
            try {
                int value = Integer.parseInt(text(name, Integer.toString(otherwise)));
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Told below, as if it were out of range.
            }
            return wrong(name, "a whole number from %d to %d".formatted(least, most), otherwise);
        }

        double share(String name, double otherwise) {
            try {
                double value = Double.parseDouble(text(name, Double.toString(otherwise)));
                if (value >= 0 && value <= 1) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Told below, as if it were out of range.
            }
            return wrong(name, "a number from 0 to 1", otherwise);
        }

        boolean flag(String name) {
            String text = text(name, "false");
            return text.equals("true")
                    || (!text.equals("false") && wrong(name, "true or false", false));
        }

        private String text(String name, String otherwise) {
            known.add(name);
            String text = texts.getOrDefault(name, "").strip();
            return text.isEmpty() ? otherwise : text;
        }

        private <T> T wrong(String name, String expected, T otherwise) {
            problems.add("%s: expected %s, found '%s'".formatted(name, expected, texts.get(name)));
            return otherwise;
        }

        /// @throws RefusedException if anything is wrong
        void check() throws RefusedException {
            for (String name : texts.keySet()) {
                if (!known.contains(name)) {
                    problems.add(name + " is unknown; known are " + String.join(", ", known));
                }
            }
            if (!problems.isEmpty()) {
                throw new RefusedException(
                        PackageOutcome.BAD_CONFIGURATION, String.join("; ", problems));
            }
        }
    }
}
