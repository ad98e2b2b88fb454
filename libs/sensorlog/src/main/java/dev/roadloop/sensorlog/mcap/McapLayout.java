package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.chunk.RecordLayout;
import java.nio.ByteBuffer;

/// Records as MCAP lays them out: opcode, length, content.
final class McapLayout implements RecordLayout {

    @Override
    public boolean read(ByteBuffer in, int at, int limit, Entry entry) {
        if (limit - at < Op.RECORD_HEAD) {
            return false;
        }
        int content = at + Op.RECORD_HEAD;
        long length = in.getLong(at + 1);
        if (length < 0 || length > limit - content) {
            return false;
        }
        int next = content + (int) length;
        switch (in.get(at) & 0xFF) {
            case Op.MESSAGE -> {
                if (length < Op.MESSAGE_HEAD) {
                    return false;
                }
                entry.message(
                        in.getShort(content) & 0xFFFF,
                        in.getLong(content + 6),
                        in.getLong(content + 14),
                        in.getInt(content + 2) & 0xFFFF_FFFFL,
                        content + Op.MESSAGE_HEAD,
                        next);
            }
            case Op.SCHEMA, Op.CHANNEL -> entry.declaration(next);
            default -> entry.other(next);
        }
        return true;
    }
}
