package dev.roadloop.convert.image;

import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The fields of a raw image's message: `sensor_msgs/Image`, `foxglove.RawImage`. The pixels are
/// those of the message, copied only where its encoding does not hold them verbatim.
public final class RawImage {

    private String encoding = "";
    private long width;
    private long height;
    private long step;
    private byte[] array = new byte[0];
    private int offset;
    private int length;
    private boolean complete;

    private RawImage() {}

    /// Reads a message.
    ///
    /// @return empty where it cannot be decoded or has no pixels; else valid as long as the message
    ///   is
    public static Optional<RawImage> of(DriveMessage message) {
        MessageDecoder decoder = message.topic().decoder();
        if (decoder == null) {
            return Optional.empty();
        }
        RawImage image = new RawImage();
        boolean read = message.decode(image.new Fields(decoder, message));
        return read && image.complete ? Optional.of(image) : Optional.empty();
    }

    /// How pixels are laid out: `bgr8`, `mono16`, …; lower case.
    public String encoding() {
        return encoding;
    }

    long width() {
        return width;
    }

    long height() {
        return height;
    }

    /// Bytes of a row, 0 where the message does not say.
    long step() {
        return step;
    }

    byte[] array() {
        return array;
    }

    /// Where in the array the first row begins.
    int offset() {
        return offset;
    }

    /// Bytes of all rows.
    int length() {
        return length;
    }

    private final class Fields implements MessageSink {
        private final DriveMessage message;
        private final int encodingNode;
        private final int widthNode;
        private final int heightNode;
        private final int stepNode;
        private final int dataNode;

        Fields(MessageDecoder decoder, DriveMessage message) {
            this.message = message;
            encodingNode = node(decoder, "encoding");
            widthNode = node(decoder, "width");
            heightNode = node(decoder, "height");
            stepNode = node(decoder, "step");
            dataNode = node(decoder, "data");
        }

        private static int node(MessageDecoder decoder, String name) {
            return decoder.root().children().stream()
                    .filter(child -> child.name().equals(name))
                    .mapToInt(MessageNode::id)
                    .findFirst()
                    .orElse(-1);
        }

        @Override
        public void integer(int node, long value) {
            if (node == widthNode) {
                width = value;
            } else if (node == heightNode) {
                height = value;
            } else if (node == stepNode) {
                step = value;
            }
        }

        @Override
        public void text(int node, byte[] buffer, int at, int bytes) {
            if (node == encodingNode) {
                encoding =
                        new String(buffer, at, bytes, StandardCharsets.UTF_8)
                                .toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public void blob(int node, byte[] buffer, int at, int bytes, int messageOffset) {
            if (node == dataNode) {
                boolean verbatim = messageOffset >= 0;
                array = verbatim ? message.array() : Arrays.copyOfRange(buffer, at, at + bytes);
                offset = verbatim ? message.offset() + messageOffset : 0;
                length = bytes;
                complete = true;
            }
        }
    }
}
