package dev.roadloop.video;

import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Reads messages by the schema that comes with them.
final class VideoMessages {

    private VideoMessages() {}

    static MessageValue value(Message message) throws IOException {
        Topic topic = message.topic();
        byte[] data = new byte[message.data().remaining()];
        message.data().get(data);
        try {
            return MessageDecoder.compile(
                            topic.name(),
                            topic.messageEncoding(),
                            topic.schema().encoding(),
                            topic.schema().name(),
                            topic.schema().text().getBytes(StandardCharsets.UTF_8))
                    .decode(data);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /// The access unit in a message of compressed video.
    static byte[] unit(MessageValue value) {
        ByteBuffer data = (ByteBuffer) value.find("data").orElseThrow();
        byte[] copy = new byte[data.remaining()];
        data.duplicate().get(copy);
        return copy;
    }
}
