package dev.roadloop.redact;

import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a message of compressed video says: `format` and `data`, and where they are there
/// `timestamp` and `frame_id`.
final class VideoFields implements MessageSink {

    private final MessageDecoder decoder;
    private final int formatNode;
    private final int dataNode;
    private final int stampNode;
    private final int frameNode;
    private String format = "";
    private byte[] data = new byte[0];
    private long stamp;
    private String frameId = "";

    VideoFields(MessageDecoder decoder) {
        this.decoder = decoder;
        this.formatNode = node(decoder, "format");
        this.dataNode = node(decoder, "data");
        this.stampNode = node(decoder, "timestamp");
        this.frameNode = node(decoder, "frame_id");
    }

    private static int node(MessageDecoder decoder, String name) {
        return decoder.root().children().stream()
                .filter(child -> child.name().equals(name))
                .mapToInt(MessageNode::id)
                .findFirst()
                .orElse(-1);
    }

    /// Reads a message, in place of the one before.
    ///
    /// @param logTime the stamp of one that has none
    /// @throws UnusablePicture if it cannot be decoded or holds no video
    void read(byte[] message, long logTime) throws UnusablePicture {
        format = "";
        data = new byte[0];
        stamp = logTime;
        frameId = "";
        try {
            decoder.decode(message, 0, message.length, this);
        } catch (MessageDecodeException e) {
            throw new UnusablePicture(String.valueOf(e.getMessage()));
        }
        if (format.isEmpty() || data.length == 0) {
            throw new UnusablePicture(
                    "expected video in the fields format and data of a "
                            + decoder.typeName()
                            + ", found none");
        }
    }

    String format() {
        return format;
    }

    byte[] data() {
        return data;
    }

    /// When the frame was taken, nanoseconds since the Unix epoch.
    long stamp() {
        return stamp;
    }

    String frameId() {
        return frameId;
    }

    @Override
    public void text(int node, byte[] buffer, int offset, int length) {
        if (node == formatNode) {
            format = new String(buffer, offset, length, StandardCharsets.UTF_8);
        } else if (node == frameNode) {
            frameId = new String(buffer, offset, length, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void blob(int node, byte[] buffer, int offset, int length, int messageOffset) {
        if (node == dataNode) {
            data = Arrays.copyOfRange(buffer, offset, offset + length);
        }
    }

    @Override
    public void nanos(int node, long value) {
        if (node == stampNode) {
            stamp = value;
        }
    }
}
