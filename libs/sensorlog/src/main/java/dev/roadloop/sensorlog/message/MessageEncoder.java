package dev.roadloop.sensorlog.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// Encodes messages in ROS 1 or little-endian CDR from the values that a [MessageDecoder] hands
/// over: it is a sink for them, value by value in the order of the schema.
///
/// A message that was encoded the usual way comes out byte for byte. What other writers do
/// otherwise is not in the values, and comes out the usual way: big-endian CDR, padding that is not
/// zero, a filled-up end, a truth other than 1, an empty text without its zero byte.
///
/// Source: as for the decoder's formats. Memory: the largest message. For one thread.
public final class MessageEncoder implements MessageSink {

    private static final byte[] CDR_LITTLE_ENDIAN = {0, 1, 0, 0};
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final boolean cdr;
    private final FieldType[] types;
    private final boolean[] empty;
    private ByteBuffer out = buffer(new byte[256]);

    MessageEncoder(List<MessageNode> nodes, boolean cdr) {
        this.cdr = cdr;
        this.types = nodes.stream().map(MessageNode::type).toArray(FieldType[]::new);
        this.empty = new boolean[nodes.size()];
        for (MessageNode node : nodes) {
            empty[node.id()] = node.type() instanceof StructType && node.children().isEmpty();
        }
        begin();
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Begins the next message.
    public void begin() {
        out.clear();
        if (cdr) {
            out.put(CDR_LITTLE_ENDIAN);
            if (empty[0]) {
                out.put((byte) 0);
            }
        }
    }

    /// The message whose values were handed over since [#begin]; valid until the next.
    public ByteBuffer message() {
        return out.duplicate().flip().asReadOnlyBuffer();
    }

    /// Makes room for a value, at a multiple of its size where the encoding wants that.
    private ByteBuffer at(int size, long length) {
        int padding = cdr ? Math.floorMod(CDR_LITTLE_ENDIAN.length - out.position(), size) : 0;
        if (out.remaining() < padding + length) {
            long needed = out.position() + padding + length;
            long capacity = Math.min(Integer.MAX_VALUE - 8, Math.max(needed, out.capacity() * 2L));
            ByteBuffer larger = buffer(Arrays.copyOf(out.array(), Math.toIntExact(capacity)));
            out = larger.position(out.position());
        }
        for (int i = 0; i < padding; i++) {
            out.put((byte) 0);
        }
        return out;
    }

    @Override
    public void bool(int node, boolean value) {
        at(1, 1).put((byte) (value ? 1 : 0));
    }

    @Override
    public void integer(int node, long value) {
        switch ((ScalarType) types[node]) {
            case INT8, UINT8, BOOL -> at(1, 1).put((byte) value);
            case INT16, UINT16 -> at(2, 2).putShort((short) value);
            case INT32, UINT32 -> at(4, 4).putInt((int) value);
            default -> at(8, 8).putLong(value);
        }
    }

    @Override
    public void float32(int node, float value) {
        at(4, 4).putInt(Float.floatToRawIntBits(value));
    }

    @Override
    public void float64(int node, double value) {
        at(8, 8).putLong(Double.doubleToRawLongBits(value));
    }

    @Override
    public void nanos(int node, long value) {
        // A duration of ROS 1 counts both parts from zero, everything else seconds downwards.
        boolean towardsZero = !cdr && types[node] == ScalarType.DURATION;
        long seconds =
                towardsZero ? value / NANOS_PER_SECOND : Math.floorDiv(value, NANOS_PER_SECOND);
        at(4, 8).putInt((int) seconds).putInt((int) (value - seconds * NANOS_PER_SECOND));
    }

    @Override
    public void text(int node, byte[] buffer, int offset, int length) {
        int end = cdr ? 1 : 0;
        at(4, 4L + length + end).putInt(length + end).put(buffer, offset, length);
        if (cdr) {
            out.put((byte) 0);
        }
    }

    @Override
    public void blob(int node, byte[] buffer, int offset, int length, int messageOffset) {
        if (!((ListType) types[node]).isFixed()) {
            at(4, 4).putInt(length);
        }
        at(1, length).put(buffer, offset, length);
    }

    @Override
    public void beginStruct(int node) {
        if (cdr && empty[node]) {
            at(1, 1).put((byte) 0);
        }
    }

    @Override
    public void beginList(int node, int size) {
        if (!((ListType) types[node]).isFixed()) {
            at(4, 4).putInt(size);
        }
    }
}
