package dev.roadloop.sensorlog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/// Writes a recording. Not for several threads. A file whose writer was not closed has no index.
public interface RecordingWriter extends Closeable {

    /// Declares a stream of messages. Formats that hold less than this keep what they can and say
    /// so in their Javadoc.
    ///
    /// @param messageEncoding as in [Topic#messageEncoding]
    /// @param metadata as in [Topic#metadata]
    /// @return the topic with the id that it has in this file
    Topic addTopic(String name, String messageEncoding, Schema schema, Map<String, String> metadata)
            throws IOException;

    /// Appends a message of a topic that this writer declared.
    ///
    /// @param logTime nanoseconds since the recording's epoch
    /// @param publishTime same clock
    /// @param data its bytes from position to limit; neither is moved
    void write(Topic topic, long logTime, long publishTime, long sequence, ByteBuffer data)
            throws IOException;

    /// Completes the file: last chunk, index, summary.
    @Override
    void close() throws IOException;
}
