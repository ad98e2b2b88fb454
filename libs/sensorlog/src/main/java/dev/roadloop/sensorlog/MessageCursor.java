package dev.roadloop.sensorlog;

import java.io.Closeable;
import java.io.IOException;

/// Streams the messages of a recording. Memory is bounded by [ReadOptions], whatever the file's
/// size.
///
/// ```java
/// try (MessageCursor cursor = recording.read(ReadOptions.all())) {
///     while (cursor.next()) {
///         use(cursor.message());
///     }
///     report(cursor.losses());
/// }
/// ```
public interface MessageCursor extends Closeable {

    /// Moves to the next message. Damage does not end the stream: what can be had after it is
    /// delivered, and what cannot stands in [#losses].
    ///
    /// @return false at the end
    /// @throws IOException only if the bytes cannot be had at all
    boolean next() throws IOException;

    /// The message that the cursor stands on, see [Message] for how long it is valid.
    ///
    /// @throws IllegalStateException before the first [#next] and after the last
    Message message();

    /// What this read could not deliver so far, and what was known to be damaged when the file was
    /// opened. Exact once [#next] has returned false on a read without filters; filtered reads
    /// report only the damage that they met.
    LossReport losses();

    /// What this read has passed beside messages so far. Complete once [#next] has returned false
    /// on a read without filters in file order; other reads may pass less.
    default Extras extras() {
        return Extras.NONE;
    }

    /// How much of the recording's bytes this read has come through, 0 to 1: an estimate for those
    /// who watch. 0 where the reader cannot tell, as by log time.
    default double passed() {
        return 0;
    }
}
