package dev.roadloop.contracts.qualification;

import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is to be qualified, and by what it is to be judged: `request.json`, written once when a
/// qualification begins.
///
/// @param id of the qualification: its execution's name
/// @param model the registered model's name
/// @param version its version
/// @param sha256 which model the registry says that it is
/// @param alias that the version is to be promoted to
/// @param artifact where the packaged model lies in the gold bucket
/// @param packaging where its packaging report lies
/// @param run where its training's outcome lies
/// @param trainedOn the dataset that it learnt from, whose version the outcome names
/// @param golden the set that it is judged by
/// @param goldenVersion the set's version
/// @param production the model that the alias leads to; absent if there is none
/// @param judging how it is judged
public record QualificationRequest(
        String id,
        String model,
        String version,
        Sha256 sha256,
        String alias,
        String artifact,
        String packaging,
        String run,
        DatasetName trainedOn,
        DatasetName golden,
        Sha256 goldenVersion,
        @Nullable Production production,
        Judging judging) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern KEY = Pattern.compile("models/[A-Za-z0-9/._=-]{1,900}");

    /// @throws IllegalArgumentException when a field is missing or of another shape
    public QualificationRequest {
        shaped(ID, id, "id");
        shaped(NAME, model, "model");
        shaped(VERSION, version, "version");
        shaped(NAME, alias, "alias");
        key(artifact, "artifact");
        key(packaging, "packaging");
        key(run, "run");
        if (sha256 == null
                || trainedOn == null
                || golden == null
                || goldenVersion == null
                || judging == null) {
            throw new IllegalArgumentException(
                    "expected sha256, trainedOn, golden, goldenVersion and judging, found "
                            + sha256
                            + ", "
                            + trainedOn
                            + ", "
                            + golden
                            + ", "
                            + goldenVersion
                            + ", "
                            + judging);
        }
    }

    /// The model that is in production.
    ///
    /// @param version its version
    /// @param sha256 digest of its packaged model
    /// @param artifact where that lies in the gold bucket
    public record Production(String version, Sha256 sha256, String artifact) {
        /// @throws IllegalArgumentException when a field is missing or of another shape
        public Production {
            shaped(VERSION, version, "production.version");
            key(artifact, "production.artifact");
            if (sha256 == null) {
                throw new IllegalArgumentException("expected production.sha256, found none");
            }
        }
    }

    /// How a model is judged.
    ///
    /// @param resamples resampled sets that intervals rest on, 100 to 100,000
    /// @param robustnessPictures pictures that are spoilt in 75 ways, 0 to 1,000; 0 for not to ask
    /// @param latencyRuns inferences that are timed one after another, 10 to 100,000
    /// @param seed of all that is left to chance
    public record Judging(int resamples, int robustnessPictures, int latencyRuns, long seed) {
        /// For datasets of some thousand pictures.
        public static final Judging USUAL = new Judging(1000, 50, 300, 1);

        /// @throws IllegalArgumentException when a number is outside its range
        public Judging {
            within("resamples", resamples, 100, 100_000);
            within("robustnessPictures", robustnessPictures, 0, 1_000);
            within("latencyRuns", latencyRuns, 10, 100_000);
        }

        private static void within(String name, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        "judging.%s: expected %d to %d, found %d"
                                .formatted(name, least, most, value));
            }
        }
    }

    private static void key(@Nullable String value, String field) {
        shaped(KEY, value, field);
        if (value != null && value.contains("..")) {
            throw new IllegalArgumentException(
                    "the field \"" + field + "\" is \"" + value + "\"; expected a key without ..");
        }
    }

    private static void shaped(Pattern shape, @Nullable String value, String field) {
        if (value == null || !shape.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "the field \"" + field + "\" is \"" + value + "\"; expected " + shape);
        }
    }
}
