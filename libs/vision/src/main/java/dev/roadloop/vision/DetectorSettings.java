package dev.roadloop.vision;

import java.util.List;
import java.util.Set;

/// How to look for faces and plates.
///
/// @param builtIn what the detectors look for that need no model of the user's
/// @param effort how long these look
/// @param models ONNX models that look as well; what any of them finds counts
public record DetectorSettings(Set<PrivateKind> builtIn, Effort effort, List<OnnxModel> models) {

    private static final Set<PrivateKind> ALL = Set.of(PrivateKind.values());

    public DetectorSettings {
        builtIn = Set.copyOf(builtIn);
        models = List.copyOf(models);
        if (builtIn.isEmpty() && models.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected the built-in detectors or a model, found neither; nothing would be"
                            + " redacted");
        }
    }

    /// The built-in detectors alone, quick.
    public static DetectorSettings defaults() {
        return new DetectorSettings(ALL, Effort.QUICK, List.of());
    }

    /// The built-in detectors alone, finding the most they can.
    public static DetectorSettings thorough() {
        return new DetectorSettings(ALL, Effort.THOROUGH, List.of());
    }
}
