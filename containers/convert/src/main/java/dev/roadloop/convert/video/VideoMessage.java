package dev.roadloop.convert.video;

import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The fields `format` and `data` of a message of compressed video.
final class VideoMessage implements MessageSink {

    private @Nullable MessageDecoder compiledFor;
    private @Nullable DriveTopic topic;
    private int formatNode;
    private int dataNode;
    private String format = "";
    private byte[] data = new byte[0];
    private boolean complete;

    /// Reads a message.
    ///
    /// @return whether it has both
    boolean read(DriveMessage message) {
        MessageDecoder decoder = message.topic().decoder();
        if (decoder == null) {
            return false;
        }
        topic = message.topic();
        if (decoder != compiledFor) {
            compiledFor = decoder;
            formatNode = node(decoder, "format");
            dataNode = node(decoder, "data");
        }
        format = "";
        complete = false;
        return message.decode(this) && complete;
    }

    private static int node(MessageDecoder decoder, String name) {
        return decoder.root().children().stream()
                .filter(child -> child.name().equals(name))
                .mapToInt(MessageNode::id)
                .findFirst()
                .orElse(-1);
    }

    /// The stream of the message that was read last.
    @Nullable DriveTopic topic() {
        return topic;
    }

    String format() {
        return format;
    }

    byte[] data() {
        return data;
    }

    @Override
    public void text(int node, byte[] buffer, int offset, int length) {
        if (node == formatNode) {
            format = new String(buffer, offset, length, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void blob(int node, byte[] buffer, int offset, int length, int messageOffset) {
        if (node == dataNode) {
            data = Arrays.copyOfRange(buffer, offset, offset + length);
            complete = true;
        }
    }
}
