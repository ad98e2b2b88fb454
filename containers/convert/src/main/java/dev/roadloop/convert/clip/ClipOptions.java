package dev.roadloop.convert.clip;

/// How a drive is cut into clips.
///
/// @param clipNanos length of a clip in nanoseconds
/// @param keyframes instants of a clip of which it has a sample
/// @param maxClips most clips of a drive
/// @param maxSpans most pairs of a clip and a topic that has messages in it, which the memory is
///   for: about 150 bytes each
public record ClipOptions(long clipNanos, int keyframes, int maxClips, int maxSpans) {

    /// Ten seconds with two keyframes a second; at most 27 hours of driving.
    public static final ClipOptions DEFAULT = new ClipOptions(10_000_000_000L, 20, 10_000, 500_000);

    /// @throws IllegalArgumentException when a bound is not positive
    public ClipOptions {
        if (clipNanos < 1_000 || keyframes < 1 || maxClips < 1 || maxSpans < 1) {
            throw new IllegalArgumentException(
                    "bounds must be positive and clips last a microsecond: clipNanos=%d keyframes=%d maxClips=%d maxSpans=%d"
                            .formatted(clipNanos, keyframes, maxClips, maxSpans));
        }
    }

    /// Nanoseconds from one keyframe to the next.
    long keyframeNanos() {
        return Math.ceilDiv(clipNanos, keyframes);
    }
}
