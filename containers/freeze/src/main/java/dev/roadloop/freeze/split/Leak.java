package dev.roadloop.freeze.split;

/// Two samples that must not be on different sides.
///
/// @param kind why
/// @param a where the one is: `<split> <path>`
/// @param b where the other is
/// @param detail what is alike, for people
public record Leak(Kind kind, String a, String b, String detail) {
    /// Why two samples must not be on different sides.
    public enum Kind {
        /// The same bytes.
        SAME_PICTURE,
        /// The same drive, and not far enough apart.
        SAME_DRIVE,
        /// Different drives at the same place at the same time.
        SAME_SCENE,
        /// Pictures that look alike.
        LOOKS_ALIKE
    }
}
