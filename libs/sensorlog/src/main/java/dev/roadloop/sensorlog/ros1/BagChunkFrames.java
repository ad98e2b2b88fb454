package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.chunk.ChunkFormat;
import dev.roadloop.sensorlog.chunk.RecordLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// How bags pack chunks.
final class BagChunkFrames implements ChunkFormat {

    private final RecordHead head = new RecordHead();
    private final RecordLayout layout = new BagLayout();

    @Override
    public @Nullable Packed chunkAt(ByteBuffer in, int at) {
        int limit = in.limit();
        int headLength = limit - at < 8 ? -1 : in.getInt(at);
        if (headLength < 0 || headLength > limit - at - 8) {
            return null;
        }
        int data = at + 8 + headLength;
        int length = in.getInt(data - 4);
        if (length < 0
                || length > limit - data
                || !head.read(in, at + 4, data - 4)
                || head.op != BagOp.CHUNK) {
            return null;
        }
        Compression compression = BagChunks.compressionOf(head.compression);
        return compression == null
                ? null
                : new Packed(compression, in.slice(data, length), head.size, 0, data + length);
    }

    @Override
    public RecordLayout layout() {
        return layout;
    }
}
