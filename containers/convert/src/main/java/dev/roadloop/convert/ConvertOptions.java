package dev.roadloop.convert;

/// Bounds and choices of a conversion.
///
/// Memory is at most about `openTables * rowGroupBytes + stagingBytes`, plus the largest message
/// and 2 KB for each table; everything beyond goes through a file on the scratch disk.
///
/// @param rowGroupBytes most bytes of a row group before compression
/// @param openTables most tables that are written at the same time; the messages of others wait on
///   disk
/// @param stagingBytes most bytes of waiting messages in memory
/// @param tableBytes bytes of messages from which on a table is written as they come, while there
///   is room
/// @param keyframeGapNanos least time between two keyframes of a camera, in nanoseconds; 0 keeps
///   every frame
record ConvertOptions(
        long rowGroupBytes,
        int openTables,
        int stagingBytes,
        int tableBytes,
        long keyframeGapNanos) {

    static final ConvertOptions DEFAULT = new ConvertOptions(16L << 20, 12, 32 << 20, 256 << 10, 0);

    ConvertOptions {
        if (rowGroupBytes < 1
                || openTables < 1
                || stagingBytes < 1
                || tableBytes < 1
                || keyframeGapNanos < 0) {
            throw new IllegalArgumentException(
                    "bounds must be positive: rowGroupBytes=%d openTables=%d stagingBytes=%d tableBytes=%d keyframeGapNanos=%d"
                            .formatted(
                                    rowGroupBytes,
                                    openTables,
                                    stagingBytes,
                                    tableBytes,
                                    keyframeGapNanos));
        }
    }
}
