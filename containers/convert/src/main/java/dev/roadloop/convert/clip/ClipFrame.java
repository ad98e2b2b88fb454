package dev.roadloop.convert.clip;

/// An image that was chosen for a keyframe and lies in the [FrameSpool].
///
/// @param time when it was logged, nanoseconds since the Unix epoch
/// @param offset where it lies
/// @param length its bytes
/// @param extension `jpg` or `png`
record ClipFrame(long time, long offset, int length, String extension) {}
