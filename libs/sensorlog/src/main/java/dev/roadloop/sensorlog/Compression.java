package dev.roadloop.sensorlog;

/// How a recording's chunks are compressed.
public enum Compression {
    /// Stored as they are.
    NONE,
    /// LZ4 frames; MCAP and ROS 1 bags.
    LZ4,
    /// Zstandard; MCAP.
    ZSTD,
    /// bzip2; ROS 1 bags.
    BZ2
}
