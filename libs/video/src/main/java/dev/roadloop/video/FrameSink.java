package dev.roadloop.video;

import java.io.IOException;

/// Takes the frames of one video in the order in which they are shown.
public interface FrameSink {

    /// @param nanos the frame's time: of its message, or since the file's beginning
    /// @param jpeg the picture
    void frame(long nanos, byte[] jpeg) throws IOException;
}
