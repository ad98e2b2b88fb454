package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.chunk.ChunkFormat;
import dev.roadloop.sensorlog.chunk.RecordLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// How MCAP packs chunks.
final class ChunkFrames implements ChunkFormat {

    private final RecordLayout layout = new McapLayout();

    @Override
    public @Nullable Packed chunkAt(ByteBuffer in, int at) {
        int content = at + Op.RECORD_HEAD;
        if (content > in.limit() || in.get(at) != Op.CHUNK) {
            return null;
        }
        long length = in.getLong(at + 1);
        if (length < 0 || length > in.limit() - content) {
            return null;
        }
        try {
            McapRecord.Chunk chunk =
                    (McapRecord.Chunk)
                            RecordParser.parse(Op.CHUNK, in.slice(content, (int) length));
            Compression compression = Chunks.compressionOf(chunk.compression());
            return compression == null
                    ? null
                    : new Packed(
                            compression,
                            chunk.records(),
                            chunk.uncompressedSize(),
                            chunk.uncompressedCrc(),
                            content + (int) length);
        } catch (MalformedRecordException e) {
            return null;
        }
    }

    @Override
    public RecordLayout layout() {
        return layout;
    }
}
