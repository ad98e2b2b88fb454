package dev.roadloop.contracts;

import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// How a vehicle's pictures are redacted, and how good that must be for a drive to pass: data,
/// versioned, one document for each vehicle under `policies/redaction/` in gold. Drives of vehicles
/// without one are redacted by the bundled policy.
///
/// @param id what people call it, `default` for the bundled one
/// @param version grows with every change
/// @param rangeSeconds how long a part of a drive is that one worker redacts
/// @param gapFrames a box seen in two frames covers the frames between if they are at most this
///   number of frames apart; 1 covers none
/// @param gapSeconds and at most this time apart
/// @param jpegQuality of redacted pictures, 1 to 100; frames without findings keep their bytes
/// @param detector what looks for faces and plates
/// @param canaries how the recall of that is estimated
/// @param floors least recall for a drive to pass
public record RedactionPolicy(
        String id,
        int version,
        double rangeSeconds,
        int gapFrames,
        double gapSeconds,
        int jpegQuality,
        Detector detector,
        Canaries canaries,
        List<Floor> floors) {

    private static final List<String> KINDS = List.of("face", "plate");
    private static final String BUNDLED = "default-redaction-policy.json";

    /// @throws IllegalArgumentException when a field is missing or out of range
    public RedactionPolicy {
        Required.text(id, "id");
        Required.present(detector, "detector");
        Required.present(canaries, "canaries");
        Required.present(floors, "floors");
        floors = List.copyOf(floors);
        if (version < 1
                || !(rangeSeconds >= 1 && rangeSeconds <= 3600)
                || gapFrames < 1
                || gapFrames > 100
                || !(gapSeconds > 0 && gapSeconds <= 10)
                || jpegQuality < 50
                || jpegQuality > 100) {
            throw new IllegalArgumentException(
                    "redaction policy "
                            + id
                            + ": expected version 1 or more, rangeSeconds 1 to 3600, gapFrames 1 to"
                            + " 100, gapSeconds up to 10 and jpegQuality 50 to 100, found "
                            + version
                            + ", "
                            + rangeSeconds
                            + ", "
                            + gapFrames
                            + ", "
                            + gapSeconds
                            + " and "
                            + jpegQuality);
        }
    }

    /// What looks for faces and plates.
    ///
    /// @param builtIn what the detectors look for that need no model: `face`, `plate`, both or none
    /// @param models the user's own models, which look as well
    /// @param effort how long the built-in detectors look: `quick`, which it is where it is absent,
    ///   or `thorough`
    public record Detector(List<String> builtIn, List<Model> models, String effort) {

        private static final List<String> EFFORTS = List.of("quick", "thorough");

        /// @throws IllegalArgumentException when nothing would look, or the effort is unknown
        @SuppressWarnings("ConstantValue") // absent in documents
        public Detector {
            Required.present(builtIn, "builtIn");
            builtIn = List.copyOf(builtIn);
            Required.present(models, "models");
            models = List.copyOf(models);
            effort = effort == null ? EFFORTS.getFirst() : effort;
            if (!EFFORTS.contains(effort)) {
                throw new IllegalArgumentException(
                        "redaction policy: expected the effort quick or thorough, found " + effort);
            }
            if (!KINDS.containsAll(builtIn)) {
                throw new IllegalArgumentException(
                        "redaction policy: expected builtIn to name face and plate, found "
                                + builtIn);
            }
            if (builtIn.isEmpty() && models.isEmpty()) {
                throw new IllegalArgumentException(
                        "redaction policy: expected the built-in detectors or a model, found"
                                + " neither; nothing would be redacted");
            }
        }
    }

    /// A user's ONNX model.
    ///
    /// @param key where it lies in the gold bucket, below `policies/redaction/`
    /// @param sha256 the digest that it must have
    /// @param output how its outputs are laid out: `YUNET`, `YOLO`, `CENTERFACE` or `ROADLOOP`
    /// @param kinds what its classes are, in their order: `face` or `plate`; classes beyond the
    ///   list are ignored
    /// @param threshold least score that counts
    public record Model(
            String key, Sha256 sha256, String output, List<String> kinds, double threshold) {
        /// @throws IllegalArgumentException when a field is missing
        public Model {
            Required.text(key, "key");
            Required.present(sha256, "sha256");
            Required.text(output, "output");
            Required.present(kinds, "kinds");
            kinds = List.copyOf(kinds);
            if (!KINDS.containsAll(kinds)) {
                throw new IllegalArgumentException(
                        "redaction policy: expected "
                                + key
                                + " to find kinds of face and plate, found "
                                + kinds);
            }
            if (!key.startsWith("policies/redaction/")) {
                throw new IllegalArgumentException(
                        "redaction policy: expected the key of a model below policies/redaction/,"
                                + " found "
                                + key);
            }
        }
    }

    /// Faces and plates of known places, put into copies of the drive's own frames, by which recall
    /// is estimated.
    ///
    /// @param frames how many copies to look at; each holds several canaries
    /// @param heights the canaries' heights in pixels
    /// @param coverage share of a canary that must be destroyed for it to count as found, above 0
    ///   and at most 1
    /// @param confidence of the interval: 0.8, 0.9, 0.95 or 0.99
    public record Canaries(int frames, List<Integer> heights, double coverage, double confidence) {
        /// @throws IllegalArgumentException when a field is missing or out of range
        public Canaries {
            Required.notNegative(frames, "frames");
            Required.present(heights, "heights");
            heights = List.copyOf(heights);
            if (!(coverage > 0 && coverage <= 1)
                    || !List.of(0.8, 0.9, 0.95, 0.99).contains(confidence)
                    || heights.stream().anyMatch(height -> height < 8 || height > 1024)) {
                throw new IllegalArgumentException(
                        "redaction policy: expected coverage of 0 to 1, confidence of 0.8, 0.9,"
                                + " 0.95 or 0.99 and heights of 8 to 1024, found "
                                + coverage
                                + ", "
                                + confidence
                                + " and "
                                + heights);
            }
        }
    }

    /// The least recall for a drive to pass.
    ///
    /// @param kind `face` or `plate`
    /// @param minHeight canaries of at least this height count, in pixels
    /// @param recall a drive is held if a smaller share of those was found
    /// @param minTrials with fewer of those the recall counts as not measured
    /// @param holdUnmeasured whether a drive with pictures is held too where it was not measured
    public record Floor(
            String kind, int minHeight, double recall, int minTrials, boolean holdUnmeasured) {
        /// @throws IllegalArgumentException when a field is missing or out of range
        public Floor {
            Required.text(kind, "kind");
            Required.notNegative(minTrials, "minTrials");
            if (!KINDS.contains(kind) || !(recall >= 0 && recall <= 1)) {
                throw new IllegalArgumentException(
                        "redaction policy: expected a floor of 0 to 1 for face or plate, found "
                                + recall
                                + " for "
                                + kind);
            }
        }
    }

    /// The policy for vehicles that have none of their own.
    public static RedactionPolicy bundled() {
        try (InputStream in = RedactionPolicy.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks its own resource " + BUNDLED);
            }
            return Json.read(in.readAllBytes(), RedactionPolicy.class, BUNDLED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How reports name it: `default@1+` and the start of the digest of its canonical form.
    public String label() {
        return id + "@" + version + "+" + Sha256.of(Json.bytes(this)).prefix(12);
    }

    /// The same policy with another effort of the built-in detectors.
    ///
    /// @throws IllegalArgumentException when the effort is unknown
    public RedactionPolicy withEffort(String effort) {
        return new RedactionPolicy(
                id,
                version,
                rangeSeconds,
                gapFrames,
                gapSeconds,
                jpegQuality,
                new Detector(detector.builtIn(), detector.models(), effort),
                canaries,
                floors);
    }

    /// The longest time between two frames that a box may join, in nanoseconds.
    public long gapNanos() {
        return Math.round(gapSeconds * 1e9);
    }

    /// The floor of a kind, if there is one.
    public Optional<Floor> floor(String kind) {
        return floors.stream().filter(floor -> floor.kind().equals(kind)).findFirst();
    }
}
