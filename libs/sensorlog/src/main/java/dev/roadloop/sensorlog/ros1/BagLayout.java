package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.chunk.RecordLayout;
import java.nio.ByteBuffer;

/// Records as bags lay them out: the length of the head, the head, the length of the data, the
/// data.
final class BagLayout implements RecordLayout {

    /// Bytes of a message without data: the sizes of its head and data, and the three fields that
    /// it must have.
    private static final int LEAST_MESSAGE = 4 + (4 + 4) + (4 + 9) + (4 + 13) + 4;

    /// What a byte of LZ4 becomes at most. A byte of bz2 becomes more only where all is alike.
    private static final int MOST_EXPANSION = 255;

    private final RecordHead head = new RecordHead();

    @Override
    public boolean read(ByteBuffer in, int at, int limit, Entry entry) {
        if (limit - at < 8) {
            return false;
        }
        int headLength = in.getInt(at);
        if (headLength < 0
                || headLength > limit - at - 8
                || !head.read(in, at + 4, at + 4 + headLength)) {
            return false;
        }
        int data = at + 8 + headLength;
        int length = in.getInt(data - 4);
        if (length < 0 || length > limit - data) {
            return false;
        }
        int next = data + length;
        switch (head.op) {
            case BagOp.MESSAGE ->
                    entry.message(head.connection, head.time, head.time, 0, data, next);
            case BagOp.CONNECTION -> entry.declaration(next);
            default -> entry.other(next);
        }
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
