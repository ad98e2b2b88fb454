package dev.roadloop.vision;

/// Makes detectors; each thread needs its own.
public final class PrivacyDetectors {

    private final DetectorSettings settings;

    /// @param settings how all detectors made here look
    public PrivacyDetectors(DetectorSettings settings) {
        this.settings = settings;
    }

    /// The settings that detectors are made with.
    public DetectorSettings settings() {
        return settings;
    }

    /// A new detector; the caller closes it.
    ///
    /// @throws IllegalArgumentException if a model of the settings cannot be used
    public PrivacyDetector create() {
        if (!settings.models().isEmpty()) {
            throw new IllegalArgumentException("ONNX models are not read yet");
        }
        return new BuiltInDetector(settings.effort());
    }
}
