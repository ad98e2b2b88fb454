package dev.roadloop.vision;

import java.util.Locale;

/// What must not leave the vehicle's raw recording.
public enum PrivateKind {
    /// A person's face.
    FACE,
    /// A vehicle's license plate.
    PLATE;

    /// The name in JSON: `face` or `plate`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
