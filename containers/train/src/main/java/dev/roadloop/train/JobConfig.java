package dev.roadloop.train;

import com.fasterxml.jackson.core.JacksonException;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.network.Precision;
import dev.roadloop.learning.training.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the job is told: hyperparameters, which SageMaker hands over as texts, and the environment.
///
/// @param preset what the rest are exceptions to
/// @param provenance what must be recorded
/// @param steps changes of the weights
/// @param batch images of one pass
/// @param accumulate passes of one step
/// @param rate highest learning rate
/// @param width columns of the network's input
/// @param height rows of it
/// @param patience looks without progress after which training ends early; 0 for never
/// @param leastHeight share of a picture's rows that an object is high at least, or it is not
///   judged
/// @param judgeEvery steps from one look at the validation samples to the next
/// @param pauseAfter looks after which it is interrupted, to go on when it is told a later one; 0
///   for never
/// @param precision of the passes it learns from
/// @param devices which share each batch; 0 for all there are
/// @param tracking where metrics are logged to; nowhere if absent
record JobConfig(
        Preset preset,
        Provenance provenance,
        int steps,
        int batch,
        int accumulate,
        double rate,
        int width,
        int height,
        int patience,
        double leastHeight,
        int judgeEvery,
        int pauseAfter,
        Precision precision,
        int devices,
        @Nullable TrackingTarget tracking) {

    /// Not of the training itself: the same training may be told others when it goes on.
    static final List<String> OF_ONE_JOB = List.of("pause_after", "run_id");

    /// All there are.
    static final List<String> KNOWN =
            List.of(
                    "configuration",
                    "dataset_digest",
                    "seed",
                    "steps",
                    "batch_size",
                    "accumulate",
                    "learning_rate",
                    "width",
                    "height",
                    "patience",
                    "least_height",
                    "judge_every",
                    "pause_after",
                    "precision",
                    "devices",
                    "tracking_uri",
                    "experiment",
                    "run_name",
                    "run_id");

    /// Where metrics go.
    ///
    /// @param uri of an MLflow server
    /// @param experiment name; made if it is not there
    /// @param run name; the server makes one up if empty
    /// @param runId of a run that is there already; a new one is made if empty
    record TrackingTarget(String uri, String experiment, String run, String runId) {}

    /// The hyperparameters in a file, as texts.
    static Map<String, String> hyperparameters(Path file) throws IOException, RefusedException {
        try {
            if (Files.size(file) > 1 << 20) {
                throw new RefusedException(
                        TrainOutcome.BAD_CONFIGURATION, file + ": expected at most 1 MiB");
            }
            Map<String, String> texts = new TreeMap<>();
            Json.jackson()
                    .readTree(Files.readAllBytes(file))
                    .properties()
                    .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
            return texts;
        } catch (NoSuchFileException e) {
            throw new RefusedException(
                    TrainOutcome.BAD_CONFIGURATION, "there are no hyperparameters in " + file);
        } catch (JacksonException e) {
            throw new RefusedException(
                    TrainOutcome.BAD_CONFIGURATION, file + " is no JSON: " + e.getMessage());
        }
    }

    /// Reads all, and names all that is wrong at once.
    static JobConfig parse(Map<String, String> hyperparameters, Map<String, String> environment)
            throws RefusedException {
        List<String> missing = new ArrayList<>();
        String commit = recorded(environment, "CODE_COMMIT", missing);
        String image = recorded(environment, "IMAGE_DIGEST", missing);
        String digest = recorded(hyperparameters, "dataset_digest", missing);
        String seed = recorded(hyperparameters, "seed", missing);
        if (!missing.isEmpty()) {
            throw new RefusedException(
                    TrainOutcome.NO_PROVENANCE,
                    "what made a model must be recorded, or nobody can make it again: set "
                            + String.join(", ", missing));
        }
        Values values = new Values(hyperparameters);
        for (String name : new TreeMap<>(hyperparameters).keySet()) {
            if (!KNOWN.contains(name)) {
                values.problems.add(
                        "'" + name + "' is unknown; known are " + String.join(", ", KNOWN));
            }
        }
        Preset preset = values.preset();
        long steps = values.number("steps", preset.steps(), 1, 10_000_000);
        long batch = values.number("batch_size", preset.batch(), 1, 1024);
        long accumulate = values.number("accumulate", 1, 1, 1024);
        double rate = values.decimal("learning_rate", preset.rate());
        long width = values.side("width", preset.width());
        long height = values.side("height", preset.height());
        long patience = values.number("patience", 0, 0, 1_000_000);
        double leastHeight = values.share("least_height", preset.leastHeight());
        long judgeEvery = values.number("judge_every", preset.saveEvery() * 2L, 1, 1_000_000);
        long pauseAfter = values.number("pause_after", 0, 0, 1_000_000);
        Precision precision = values.precision();
        long devices = values.number("devices", 0, 0, 1024);
        long seedNumber = values.number("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE);
        Sha256 version = values.digest(digest);
        if (!values.problems.isEmpty() || version == null || seed.isEmpty()) {
            throw new RefusedException(
                    TrainOutcome.BAD_CONFIGURATION,
                    "hyperparameters: " + String.join("; ", values.problems));
        }
        if (precision == Precision.HALF && !Machine.hasGpu()) {
            throw new RefusedException(
                    TrainOutcome.NO_GPU,
                    "precision half is for GPUs, and there is none that PyTorch can use here; leave"
                            + " it out");
        }
        return new JobConfig(
                preset,
                new Provenance(commit, image, version, seedNumber),
                (int) steps,
                (int) batch,
                (int) accumulate,
                rate,
                (int) width,
                (int) height,
                (int) patience,
                leastHeight,
                (int) judgeEvery,
                (int) pauseAfter,
                precision,
                (int) devices,
                tracking(hyperparameters));
    }

    /// Share of a picture's rows that an object is high at least, or it is not learnt from.
    /// Somewhat lower ones than are judged help, much lower ones a network cannot see.
    double leastLearnt() {
        return leastHeight / 2;
    }

    private static @Nullable TrackingTarget tracking(Map<String, String> hyperparameters) {
        String uri = hyperparameters.getOrDefault("tracking_uri", "");
        return uri.isBlank()
                ? null
                : new TrackingTarget(
                        uri,
                        hyperparameters.getOrDefault("experiment", "roadloop"),
                        hyperparameters.getOrDefault("run_name", ""),
                        hyperparameters.getOrDefault("run_id", ""));
    }

    private static String recorded(Map<String, String> from, String name, List<String> missing) {
        String value = from.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            missing.add(name);
        }
        return value;
    }

    /// Texts read as what they should be, with what is wrong with them.
    private static final class Values {
        private static final int COARSEST = 32;

        private final Map<String, String> texts;
        private final List<String> problems = new ArrayList<>();

        Values(Map<String, String> texts) {
            this.texts = texts;
        }

        Preset preset() {
            String name = texts.getOrDefault("configuration", "base");
            for (Preset preset : Preset.values()) {
                if (preset.name().equalsIgnoreCase(name)) {
                    return preset;
                }
            }
            problems.add("configuration: expected smoke or base, found '" + name + "'");
            return Preset.BASE;
        }

        Precision precision() {
            String name = texts.getOrDefault("precision", "full");
            for (Precision precision : Precision.values()) {
                if (precision.name().equalsIgnoreCase(name)) {
                    return precision;
                }
            }
            problems.add("precision: expected full or half, found '" + name + "'");
            return Precision.FULL;
        }

        long number(String name, long otherwise, long least, long most) {
            String text = texts.get(name);
            if (text == null) {
                return otherwise;
            }
            try {
                long value = Long.parseLong(text.strip());
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // The same complaint as for a number out of range.
            }
            problems.add(
                    "%s: expected a whole number from %d to %d, found '%s'"
                            .formatted(name, least, most, text));
            return otherwise;
        }

        long side(String name, long otherwise) {
            long value = number(name, otherwise, COARSEST, 4096);
            if (value % COARSEST != 0) {
                problems.add(
                        "%s: expected a multiple of %d, found %d".formatted(name, COARSEST, value));
            }
            return value;
        }

        double share(String name, double otherwise) {
            String text = texts.get(name);
            return text == null || !text.strip().matches("0(\\.0*)?")
                    ? decimal(name, otherwise)
                    : 0;
        }

        double decimal(String name, double otherwise) {
            String text = texts.get(name);
            if (text == null) {
                return otherwise;
            }
            try {
                double value = Double.parseDouble(text.strip());
                if (value > 0 && value <= 1) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // The same complaint as for a number out of range.
            }
            problems.add(name + ": expected a number above 0 up to 1, found '" + text + "'");
            return otherwise;
        }

        @Nullable Sha256 digest(String text) {
            try {
                return new Sha256(text);
            } catch (IllegalArgumentException e) {
                problems.add("dataset_digest: " + e.getMessage());
                return null;
            }
        }
    }
}
