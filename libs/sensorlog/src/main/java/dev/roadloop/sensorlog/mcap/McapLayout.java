package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.chunk.RecordLayout;
import dev.roadloop.sensorlog.chunk.RecordTable;
import java.nio.ByteBuffer;

/// Records as MCAP lays them out: opcode, length, content.
final class McapLayout implements RecordLayout {

    @Override
    public int read(ByteBuffer in, int at, int limit, RecordTable found) {
        int content = at + Op.RECORD_HEAD;
        if (limit < content) {
            return NONE;
        }
        long length = in.getLong(at + 1);
        if (length < 0 || length > limit - content) {
            return NONE;
        }
        int next = content + (int) length;
        int op = in.get(at) & 0xFF;
        if (op == Op.MESSAGE) {
            if (length < Op.MESSAGE_HEAD) {
                return NONE;
            }
            found.message(
                    at,
                    in.getShort(content) & 0xFFFF,
                    in.getLong(content + 6),
                    in.getLong(content + 14),
                    in.getInt(content + 2) & 0xFFFF_FFFFL,
                    content + Op.MESSAGE_HEAD,
                    next);
        } else if (op == Op.SCHEMA || op == Op.CHANNEL) {
            found.declaration(at, next);
        }
        return next;
    }
}
