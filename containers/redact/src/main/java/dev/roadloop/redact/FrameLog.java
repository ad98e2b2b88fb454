package dev.roadloop.redact;

import java.io.IOException;

/// Told what became of frames.
interface FrameLog {

    /// A frame.
    ///
    /// @param recording the raw recording's name
    /// @param topic the topic's name
    void add(String recording, String topic, RedactedFrame frame) throws IOException;
}
