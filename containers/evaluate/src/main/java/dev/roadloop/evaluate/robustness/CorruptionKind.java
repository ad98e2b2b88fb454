package dev.roadloop.evaluate.robustness;

/// Where a [Corruption] comes from.
public enum CorruptionKind {
    /// Sensors and lines.
    NOISE,
    /// Optics and motion.
    BLUR,
    /// Snow, ice, fog and sun.
    WEATHER,
    /// Processing and transmission.
    DIGITAL
}
