package dev.roadloop.vision;

/// How long the built-in detectors look at a picture.
public enum Effort {
    /// Several frames a second and core at 1280x720; small faces and plates are missed more often.
    QUICK,
    /// Finds the most; a second or two a frame and core at 1280x720.
    THOROUGH
}
