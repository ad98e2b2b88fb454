package dev.roadloop.sensorlog.mcap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The head of a chunk whose data ends early because the file does.
final class CutChunk {

    private CutChunk() {}

    /// @param content what there is of the chunk's record
    static McapRecord.Chunk parse(ByteBuffer content) throws MalformedRecordException {
        ByteBuffer in = content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 40) {
            throw new MalformedRecordException("the file ends within its head");
        }
        long start = in.getLong();
        long end = in.getLong();
        long size = in.getLong();
        long crc = in.getInt() & 0xFFFF_FFFFL;
        int name = in.getInt();
        if (name < 0 || name > 64 || name + 8 > in.remaining()) {
            throw new MalformedRecordException("the file ends within its head");
        }
        byte[] compression = new byte[name];
        in.get(compression);
        in.getLong();
        return new McapRecord.Chunk(
                start, end, size, crc, new String(compression, StandardCharsets.UTF_8), in.slice());
    }
}
