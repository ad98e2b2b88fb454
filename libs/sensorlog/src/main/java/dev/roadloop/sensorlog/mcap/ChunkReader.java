package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.chunk.ChunkSpan;
import dev.roadloop.sensorlog.chunk.ChunksAhead;
import dev.roadloop.sensorlog.chunk.RecordTable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Opens chunks where the summary says that they are.
final class ChunkReader implements ChunksAhead.Reader {

    private Arena memory = Arena.ofShared();
    private final ByteSource source;
    private final Chunks chunks;
    private final RecordTable table = new RecordTable(new McapLayout());
    private ByteBuffer record = ByteBuffer.allocateDirect(0);

    ChunkReader(ByteSource source, int maxBytes) {
        this.source = source;
        this.chunks = new Chunks(maxBytes);
    }

    @Override
    public ChunksAhead.@Nullable Opened open(ChunkSpan span) throws IOException {
        long length = span.length();
        if (length < Op.RECORD_HEAD
                || length > ChunksAhead.MAX_BYTES
                || span.position() > source.size() - length) {
            return null;
        }
        if (record.capacity() < length) {
            memory.close();
            memory = Arena.ofShared();
            record = memory.allocate(length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }
        record.clear().limit((int) length);
        source.read(span.position(), record);
        if (record.position() < length
                || record.get(0) != Op.CHUNK
                || record.getLong(1) != length - Op.RECORD_HEAD) {
            return null;
        }
        ByteBuffer content = record.slice(Op.RECORD_HEAD, (int) length - Op.RECORD_HEAD);
        try {
            McapRecord.Chunk chunk = (McapRecord.Chunk) RecordParser.parse(Op.CHUNK, content);
            ByteBuffer records = chunks.open(chunk);
            return new ChunksAhead.Opened(
                    span.position(), span.position() + length, records, table.begin(records));
        } catch (MalformedRecordException | Chunks.BadChunkException e) {
            return null;
        }
    }

    @Override
    public void close() {
        chunks.close();
        memory.close();
    }
}
