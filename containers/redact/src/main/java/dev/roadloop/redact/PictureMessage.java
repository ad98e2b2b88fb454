package dev.roadloop.redact;

import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A message with a picture, taken apart as far as redaction needs: where the picture's bytes lie
/// in it, and what the message says about them.
final class PictureMessage {

    private final byte[] message;
    private final byte[] content;
    private final int contentOffset;
    private final long width;
    private final long height;
    private final long step;
    private final boolean bigEndian;
    private final String encoding;

    private PictureMessage(byte[] message, Fields fields) {
        this.message = message;
        this.content = fields.content;
        this.contentOffset = fields.contentOffset;
        this.width = fields.width;
        this.height = fields.height;
        this.step = fields.step;
        this.bigEndian = fields.bigEndian;
        this.encoding = fields.encoding;
    }

    /// Takes a message apart.
    ///
    /// @param message all of it; kept, not copied
    /// @throws UnusablePicture if it cannot be decoded or has no picture in a field `data`
    static PictureMessage read(MessageDecoder decoder, byte[] message) throws UnusablePicture {
        Fields fields = new Fields(decoder.root());
        try {
            decoder.decode(message, 0, message.length, fields);
        } catch (MessageDecodeException e) {
            throw new UnusablePicture(String.valueOf(e.getMessage()));
        }
        if (fields.content.length == 0) {
            throw new UnusablePicture(
                    "expected a picture in the field data of a "
                            + decoder.typeName()
                            + ", found none");
        }
        return new PictureMessage(message, fields);
    }

    /// The whole message.
    byte[] message() {
        return message;
    }

    /// The picture's bytes.
    byte[] content() {
        return content;
    }

    /// Where those lie in the message, or -1 where they do not lie in it verbatim.
    int contentOffset() {
        return contentOffset;
    }

    /// Columns, as a raw image says; 0 where the message does not.
    long width() {
        return width;
    }

    /// Rows, as a raw image says; 0 where the message does not.
    long height() {
        return height;
    }

    /// Bytes of a row, as a raw image says; 0 where the message does not.
    long step() {
        return step;
    }

    /// Byte order of pixels with more than 8 bits.
    boolean bigEndian() {
        return bigEndian;
    }

    /// Pixel format, as a raw image says; empty where the message does not.
    String encoding() {
        return encoding;
    }

    private static final class Fields implements MessageSink {
        private final int data;
        private final int widthNode;
        private final int heightNode;
        private final int stepNode;
        private final int bigEndianNode;
        private final int encodingNode;
        private byte[] content = new byte[0];
        private int contentOffset = -1;
        private long width;
        private long height;
        private long step;
        private boolean bigEndian;
        private String encoding = "";

        Fields(MessageNode root) {
            data = node(root, "data");
            widthNode = node(root, "width");
            heightNode = node(root, "height");
            stepNode = node(root, "step");
            bigEndianNode = node(root, "is_bigendian");
            encodingNode = node(root, "encoding");
        }

        private static int node(MessageNode root, String name) {
            return root.children().stream()
                    .filter(child -> child.name().equals(name))
                    .mapToInt(MessageNode::id)
                    .findFirst()
                    .orElse(-1);
        }

        @Override
        public void blob(int node, byte[] buffer, int offset, int length, int messageOffset) {
            if (node == data) {
                content = Arrays.copyOfRange(buffer, offset, offset + length);
                contentOffset = messageOffset;
            }
        }

        @Override
        public void integer(int node, long value) {
            if (node == widthNode) {
                width = value;
            } else if (node == heightNode) {
                height = value;
            } else if (node == stepNode) {
                step = value;
            } else if (node == bigEndianNode) {
                bigEndian = value != 0;
            }
        }

        @Override
        public void bool(int node, boolean value) {
            if (node == bigEndianNode) {
                bigEndian = value;
            }
        }

        @Override
        public void text(int node, byte[] buffer, int offset, int length) {
            if (node == encodingNode) {
                encoding = new String(buffer, offset, length, StandardCharsets.UTF_8);
            }
        }
    }
}
