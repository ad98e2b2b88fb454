package dev.roadloop.sensorlog.chunk;

import dev.roadloop.sensorlog.Topic;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What a file has declared so far.
public interface Declared {

    /// The topic of that number, null if it was not declared.
    @Nullable Topic topic(int id);

    /// Takes the declaration that a record makes.
    ///
    /// @param from first byte of the record
    /// @param to first byte after it
    /// @return false if it cannot be read
    boolean declare(ByteBuffer in, int from, int to);
}
