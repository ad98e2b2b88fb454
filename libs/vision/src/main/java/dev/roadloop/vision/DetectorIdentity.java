package dev.roadloop.vision;

/// Says which detector looked, exactly enough to repeat it.
///
/// @param name short, such as `cascades+plates`
/// @param digest SHA-256 in hex over models and settings: equal digests find the same regions
/// @param thresholds the settings in words and numbers, for people
public record DetectorIdentity(String name, String digest, String thresholds) {

    public DetectorIdentity {
        if (name.isBlank() || !digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "expected a name and a SHA-256 in hex, found '" + name + "', '" + digest + "'");
        }
    }
}
