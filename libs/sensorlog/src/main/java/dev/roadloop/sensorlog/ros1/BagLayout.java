package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.chunk.RecordLayout;
import dev.roadloop.sensorlog.chunk.RecordTable;
import java.nio.ByteBuffer;

/// Records as bags lay them out: the length of the head, the head, the length of the data, the
/// data.
final class BagLayout implements RecordLayout {

    /// Bytes of a message's head: `op`, `conn`, `time`, each with its length.
    private static final int LEAST_HEAD = (4 + 4) + (4 + 9) + (4 + 13);

    /// `conn`, `time` and `op=` with the value, as little-endian numbers.
    private static final int CONN = 0x6E6E_6F63;

    private static final int TIME = 0x656D_6974;
    private static final int OP_IS_MESSAGE = BagOp.MESSAGE << 24 | 0x3D_706F;

    /// Bytes of a message without data: the sizes of its head and data, and the three fields that
    /// it must have.
    private static final int LEAST_MESSAGE = 4 + LEAST_HEAD + 4;

    /// What a byte of LZ4 becomes at most. A byte of bz2 becomes more only where all is alike.
    private static final int MOST_EXPANSION = 255;

    private final RecordHead head = new RecordHead();

    @Override
    public int read(ByteBuffer in, int at, int limit, RecordTable found) {
        if (limit - at < 8) {
            return NONE;
        }
        int headLength = in.getInt(at);
        if (headLength < 0 || headLength > limit - at - 8) {
            return NONE;
        }
        int data = at + 8 + headLength;
        int length = in.getInt(data - 4);
        if (length < 0 || length > limit - data) {
            return NONE;
        }
        int next = data + length;
        if (headLength == LEAST_HEAD && readMessage(in, at, data, next, found)) {
            return next;
        }
        if (!head.read(in, at + 4, data - 4)) {
            return NONE;
        }
        switch (head.op) {
            case BagOp.MESSAGE ->
                    found.message(at, head.connection, head.time, head.time, 0, data, next);
            case BagOp.CONNECTION -> found.declaration(at, next);
            default -> {
                // Nothing that matters to a reader of messages.
            }
        }
        return next;
    }

    /// Reads the head that nearly all records of a chunk have: the three fields of a message and
    /// nothing else, in any order; false for any other. Three of these lengths come to the head's
    /// only if they are different.
    private static boolean readMessage(
            ByteBuffer in, int at, int data, int next, RecordTable found) {
        int end = data - 4;
        int i = at + 4;
        int connection = 0;
        long time = 0;
        for (int field = 0; field < 3; field++) {
            int length = in.getInt(i);
            if (length < 4 || length > end - i - 4) {
                return false;
            }
            int name = in.getInt(i + 4);
            if (length == 9 && name == CONN && in.get(i + 8) == '=') {
                connection = in.getInt(i + 9);
            } else if (length == 13 && name == TIME && in.get(i + 8) == '=') {
                time = RecordHead.nanos(in, i + 9);
            } else if (length != 4 || name != OP_IS_MESSAGE) {
                return false;
            }
            i += 4 + length;
        }
        if (i != end) {
            return false;
        }
        found.message(at, connection, time, time, 0, data, next);
        return true;
    }

    /// The most messages that bytes of a bag can hold.
    ///
    /// @param bytes of chunks, as they lie in the file
    /// @param packed whether the bag's chunks are compressed
    static long mostMessagesIn(long bytes, boolean packed) {
        return bytes * (packed ? MOST_EXPANSION : 1) / LEAST_MESSAGE;
    }
}
