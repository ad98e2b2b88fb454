package dev.roadloop.freeze.split;

/// What stays together when samples are split. Frames never go by themselves: neighbours of the
/// same drive look alike, and a model that saw one knows the other.
public enum SplitBy {
    /// A drive.
    DRIVE,
    /// A cell of about 1.2 by 0.6 km (a geohash of 6 digits) and all drives that touch it.
    PLACE,
    /// A stretch of time of a drive. Samples near a border between splits are left out.
    TIME
}
