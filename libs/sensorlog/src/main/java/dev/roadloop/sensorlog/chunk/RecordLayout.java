package dev.roadloop.sensorlog.chunk;

import java.nio.ByteBuffer;

/// How the records of a format lie in a chunk. For one thread.
@FunctionalInterface
public interface RecordLayout {

    /// No whole and sound record.
    int NONE = -1;

    /// Reads one record, without looking at what a message or declaration contains.
    ///
    /// @param in little-endian
    /// @param at first byte of the record
    /// @param limit where the bytes end
    /// @param found told of a message or a declaration
    /// @return first byte after the record, or [#NONE]
    int read(ByteBuffer in, int at, int limit, RecordTable found);
}
