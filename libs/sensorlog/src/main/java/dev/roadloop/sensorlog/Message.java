package dev.roadloop.sensorlog;

import java.nio.ByteBuffer;

/// One message, as a view into a cursor's buffer.
///
/// **A view is valid only until the cursor moves or is closed**: the same object and the same
/// buffer show the next message then. Copy what must live longer.
public interface Message {

    /// The stream that this message belongs to.
    Topic topic();

    /// When the recorder received it, in nanoseconds since the recording's epoch.
    long logTime();

    /// When it was published, in the same clock; the log time where the format does not say.
    long publishTime();

    /// The publisher's counter, 0 where the format has none.
    long sequence();

    /// The serialised message: its bytes lie between position and limit, byte order little-endian.
    /// Read-only by contract; reading may move the position. Not copied: it is a part of the chunk
    /// that was read.
    ByteBuffer data();
}
