package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.chunk.ChunkSpan;
import dev.roadloop.sensorlog.chunk.ChunksAhead;
import dev.roadloop.sensorlog.chunk.DecompressionException;
import dev.roadloop.sensorlog.chunk.Decompressor;
import dev.roadloop.sensorlog.chunk.RecordTable;
import dev.roadloop.sensorlog.chunk.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Opens chunks where the index says that they are.
final class BagChunkReader implements ChunksAhead.Reader {

    private static final int READ_AHEAD = 4 << 10;

    private final Window window;
    private final RecordReader records;
    private final Decompressor decompressor = new Decompressor();
    private final RecordTable table = new RecordTable(new BagLayout());
    private final int maxBytes;

    BagChunkReader(ByteSource source, int maxBytes) {
        this.window = new Window(source, READ_AHEAD);
        this.records = new RecordReader(window);
        this.maxBytes = maxBytes;
    }

    @Override
    public ChunksAhead.@Nullable Opened open(ChunkSpan span) throws IOException {
        if (!records.read(span.position()) || records.head().op != BagOp.CHUNK) {
            return null;
        }
        Compression compression = BagChunks.compressionOf(records.head().compression);
        long length = records.dataLength();
        long size = records.head().size;
        if (compression == null
                || !records.isWhole()
                || length > maxBytes
                || size < 0
                || size > maxBytes
                || !window.load(records.dataAt(), length)) {
            return null;
        }
        ByteBuffer packed = window.buffer().slice(window.index(records.dataAt()), (int) length);
        try {
            ByteBuffer opened = decompressor.decompress(compression, packed, size);
            return new ChunksAhead.Opened(
                    span.position(), records.end(), opened, table.begin(opened));
        } catch (DecompressionException e) {
            return null;
        }
    }

    @Override
    public void close() {
        decompressor.close();
    }
}
