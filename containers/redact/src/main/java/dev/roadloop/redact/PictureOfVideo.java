package dev.roadloop.redact;

import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.Topic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A frame of video in the place of the message that it was decoded from.
///
/// @param topic the topic of pictures that stands for the topic of video
/// @param data a `CompressedImage`
record PictureOfVideo(Topic topic, long logTime, long publishTime, long sequence, ByteBuffer data)
        implements Message {

    /// A view of its own for each caller.
    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
}
