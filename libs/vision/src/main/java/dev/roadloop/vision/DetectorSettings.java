package dev.roadloop.vision;

import java.util.List;

/// How to look for faces and plates.
///
/// @param builtIn whether the detectors that need no model of the user's look
/// @param models ONNX models that look as well; what any of them finds counts
public record DetectorSettings(boolean builtIn, List<OnnxModel> models) {

    public DetectorSettings {
        models = List.copyOf(models);
        if (!builtIn && models.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected the built-in detectors or a model, found neither; nothing would be"
                            + " redacted");
        }
    }

    /// The built-in detectors alone.
    public static DetectorSettings defaults() {
        return new DetectorSettings(true, List.of());
    }
}
