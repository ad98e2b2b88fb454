package dev.roadloop.vision;

import java.util.List;

/// How to look for faces and plates.
///
/// @param builtIn whether the detectors that need no model of the user's look
/// @param effort how long these look
/// @param models ONNX models that look as well; what any of them finds counts
public record DetectorSettings(boolean builtIn, Effort effort, List<OnnxModel> models) {

    public DetectorSettings {
        models = List.copyOf(models);
        if (!builtIn && models.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected the built-in detectors or a model, found neither; nothing would be"
                            + " redacted");
        }
    }

    /// Settings for recordings, whose frames see the same things again and again: a quick look.
    public DetectorSettings(boolean builtIn, List<OnnxModel> models) {
        this(builtIn, Effort.QUICK, models);
    }

    /// The built-in detectors alone, quick.
    public static DetectorSettings defaults() {
        return new DetectorSettings(true, List.of());
    }

    /// The built-in detectors alone, finding the most they can.
    public static DetectorSettings thorough() {
        return new DetectorSettings(true, Effort.THOROUGH, List.of());
    }
}
