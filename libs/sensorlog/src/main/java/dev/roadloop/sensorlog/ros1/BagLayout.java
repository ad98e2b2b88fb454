package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.chunk.RecordLayout;
import java.nio.ByteBuffer;

/// Records as bags lay them out: the length of the head, the head, the length of the data, the
/// data.
final class BagLayout implements RecordLayout {

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
}
