package dev.roadloop.sensorlog;

import java.io.IOException;

/// Fetches a part of a remote object, e.g. by an S3 ranged GET. May be called by several threads at
/// once.
@FunctionalInterface
public interface RangeReader {

    /// Fetches exactly `length` bytes from `offset`, all within the object.
    ///
    /// @throws IOException if they cannot be had
    byte[] read(long offset, int length) throws IOException;
}
