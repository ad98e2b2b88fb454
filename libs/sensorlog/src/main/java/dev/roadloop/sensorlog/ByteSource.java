package dev.roadloop.sensorlog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// The bytes of one file, readable at any position: a local file, or an object read by ranges.
///
/// Implementations may be called by several threads at once.
public interface ByteSource extends Closeable {

    /// What people call this file; every error message names it.
    String name();

    /// Number of bytes, fixed when the source was opened.
    long size();

    /// Reads into `target` from `position` until `target` is full or the source ends.
    ///
    /// @return number of bytes read, less than what `target` had room for only at the end of the
    ///   source
    /// @throws IOException if the bytes cannot be had, e.g. the file was cut while it was open
    int read(long position, ByteBuffer target) throws IOException;

    /// Forgets what is kept in memory in case it is read again. The source stays open.
    default void release() {}

    /// The local file behind this source, for formats that a library can only open by path.
    default Optional<Path> path() {
        return Optional.empty();
    }

    /// A local file.
    ///
    /// @throws IOException if there is no such file or it cannot be read
    static ByteSource of(Path file) throws IOException {
        return new FileSource(file);
    }

    /// Bytes in memory, named `name`; `bytes` must not change afterwards.
    static ByteSource of(String name, ByteBuffer bytes) {
        return new MemorySource(name, bytes.slice());
    }

    /// A remote object, read by ranges of 8 MiB with one block of read-ahead. Memory: 32 MiB, less
    /// for small objects.
    ///
    /// @param size of the object; `reader` must always see the same version of it
    static ByteSource ranged(String name, long size, RangeReader reader) {
        return new BlockSource(name, size, 8 << 20, reader);
    }
}
