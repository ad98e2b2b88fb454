package dev.roadloop.convert.can;

import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import java.util.List;
import java.util.Optional;

/// Reads CAN frames out of messages with an `id` and `data`, such as `can_msgs/Frame`. `dlc` or
/// `len` cut the data; frames that are flagged as remote requests or errors have none.
final class FrameReader implements MessageSink {

    private static final long EXTENDED = 0x8000_0000L;
    private static final long EXTENDED_BITS = 0x1FFF_FFFFL;
    private static final long STANDARD_BITS = 0x7FFL;

    private final int id;
    private final int blob;
    private final int size;
    private final int extended;
    private final int remote;
    private final int error;
    private final int stamp;

    private long foundId;
    private boolean isExtended;
    private boolean isData;
    private long declared;
    private long foundStamp;
    private byte[] bytes = new byte[0];
    private int from;
    private int length;

    private FrameReader(MessageDecoder decoder) {
        List<MessageNode> fields = decoder.root().children();
        id = node(fields, "id", "can_id");
        blob = node(fields, "data");
        size = node(fields, "dlc", "len");
        extended = node(fields, "is_extended");
        remote = node(fields, "is_rtr");
        error = node(fields, "is_error");
        stamp =
                decoder.nodes().stream()
                        .filter(node -> node.path().equals("header.stamp"))
                        .mapToInt(MessageNode::id)
                        .findFirst()
                        .orElse(-1);
    }

    /// A reader of these messages; empty where they are no frames.
    static Optional<FrameReader> of(MessageDecoder decoder) {
        FrameReader reader = new FrameReader(decoder);
        boolean frames =
                reader.id >= 0 && reader.blob >= 0 && decoder.nodes().get(reader.blob).isBlob();
        return frames ? Optional.of(reader) : Optional.empty();
    }

    private static int node(List<MessageNode> fields, String... names) {
        return fields.stream()
                .filter(field -> List.of(names).contains(field.name()))
                .mapToInt(MessageNode::id)
                .findFirst()
                .orElse(-1);
    }

    void clear() {
        foundId = 0;
        isExtended = false;
        isData = true;
        declared = Long.MAX_VALUE;
        foundStamp = 0;
        length = 0;
    }

    /// Whether the frame carries data.
    boolean isData() {
        return isData;
    }

    /// The id as databases have it: bit 31 set where it has 29 bits.
    long id() {
        boolean wide = isExtended || (foundId & EXTENDED) != 0 || foundId > STANDARD_BITS;
        return wide ? foundId & EXTENDED_BITS | EXTENDED : foundId;
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int length() {
        return (int) Math.max(0, Math.min(length, declared));
    }

    /// Nanoseconds, 0 where there is none.
    long stamp() {
        return foundStamp;
    }

    @Override
    public void integer(int node, long value) {
        if (node == id) {
            foundId = value;
        } else if (node == size) {
            declared = value;
        } else {
            flag(node, value != 0);
        }
    }

    @Override
    public void bool(int node, boolean value) {
        flag(node, value);
    }

    private void flag(int node, boolean value) {
        if (node == extended) {
            isExtended = value;
        } else if (node == remote || node == error) {
            isData &= !value;
        }
    }

    @Override
    public void blob(int node, byte[] buffer, int offset, int size, int messageOffset) {
        if (node == blob) {
            bytes = buffer;
            from = offset;
            length = size;
        }
    }

    @Override
    public void nanos(int node, long value) {
        if (node == stamp) {
            foundStamp = value;
        }
    }
}
