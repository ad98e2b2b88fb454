package dev.roadloop.drivejob;

import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a message with a picture says: `data` of all, and of raw ones (`sensor_msgs/Image`,
/// `foxglove.RawImage`) how its pixels are laid out. What a message lacks is 0 or empty.
public final class PictureFields implements MessageSink {

    private final byte[] message;
    private final int begin;
    private final int dataNode;
    private final int widthNode;
    private final int heightNode;
    private final int stepNode;
    private final int bigEndianNode;
    private final int encodingNode;
    private byte[] array = new byte[0];
    private int offset;
    private int length = -1;
    private boolean verbatim;
    private long width;
    private long height;
    private long step;
    private boolean bigEndian;
    private String encoding = "";

    /// Fields that are read of one message, by [MessageDecoder#decode] into this.
    ///
    /// @param message what holds it; kept, not copied
    /// @param begin where in it the message begins
    public PictureFields(MessageDecoder decoder, byte[] message, int begin) {
        this.message = message;
        this.begin = begin;
        MessageNode root = decoder.root();
        dataNode = node(root, "data");
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

    /// Whether there was a picture, be it empty.
    public boolean present() {
        return length >= 0;
    }

    /// What holds the picture's bytes: the message where it has them verbatim, else a copy.
    public byte[] array() {
        return array;
    }

    /// Where in the array the picture begins.
    public int offset() {
        return offset;
    }

    /// Bytes of the picture.
    public int length() {
        return Math.max(0, length);
    }

    /// Whether the message has the picture's bytes as they are.
    public boolean verbatim() {
        return verbatim;
    }

    /// Columns.
    public long width() {
        return width;
    }

    /// Rows.
    public long height() {
        return height;
    }

    /// Bytes of a row.
    public long step() {
        return step;
    }

    /// Byte order of pixels with more than 8 bits.
    public boolean bigEndian() {
        return bigEndian;
    }

    /// How pixels are laid out, as the message writes it: `bgr8`, `mono16`, ….
    public String encoding() {
        return encoding;
    }

    @Override
    public void blob(int node, byte[] buffer, int at, int bytes, int messageOffset) {
        if (node == dataNode) {
            verbatim = messageOffset >= 0;
            array = verbatim ? message : Arrays.copyOfRange(buffer, at, at + bytes);
            offset = verbatim ? begin + messageOffset : 0;
            length = bytes;
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
    public void text(int node, byte[] buffer, int at, int bytes) {
        if (node == encodingNode) {
            encoding = new String(buffer, at, bytes, StandardCharsets.UTF_8);
        }
    }
}
