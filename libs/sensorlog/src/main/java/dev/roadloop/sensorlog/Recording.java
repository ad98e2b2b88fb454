package dev.roadloop.sensorlog;

import java.io.Closeable;
import java.io.IOException;

/// An opened recording. Opening reads only what describes the file; messages are streamed by
/// [#read].
///
/// Closing it closes the [ByteSource] it was opened from. Several cursors may be open at once, each
/// for one thread.
public interface Recording extends Closeable {

    /// What people call this file.
    String name();

    /// What the file says about itself. For files without an index it grows while they are read:
    /// ask again at the end.
    Summary summary();

    /// Streams messages.
    ///
    /// @throws IOException if the bytes cannot be had
    MessageCursor read(ReadOptions options) throws IOException;

    /// Hands attachments and metadata to `sink`, in the order of the file, one in memory at a time.
    /// Those that are damaged or lie behind damage, or are larger than 512 MiB, are left out:
    /// [MessageCursor#extras] counts what there is. Only MCAP has any.
    ///
    /// @throws IOException if the bytes cannot be had, or what `sink` throws
    default void readExtras(ExtraSink sink) throws IOException {
        // Most formats have none.
    }

    /// Damage that was found by opening the file: an index or summary that is missing or cannot be
    /// trusted.
    LossReport losses();
}
