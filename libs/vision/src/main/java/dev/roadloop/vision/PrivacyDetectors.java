package dev.roadloop.vision;

import java.util.ArrayList;
import java.util.List;

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
        List<PrivacyDetector> all = new ArrayList<>();
        try {
            if (!settings.builtIn().isEmpty()) {
                all.add(new BuiltInDetector(settings.builtIn(), settings.effort()));
            }
            settings.models().forEach(model -> all.add(new OnnxDetector(model)));
        } catch (RuntimeException e) {
            all.forEach(PrivacyDetector::close);
            throw e;
        }
        return all.size() == 1 ? all.getFirst() : new UnionDetector(all);
    }
}
