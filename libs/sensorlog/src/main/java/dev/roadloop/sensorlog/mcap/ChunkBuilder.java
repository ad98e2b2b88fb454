package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.chunk.Compressor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/// The chunk that a writer is filling, and the message indexes that follow it.
final class ChunkBuilder implements Closeable {

    private final McapWriteOptions options;
    private final Compressor compressor = new Compressor();
    private final RecordBuffer records;
    private final Map<Integer, LongList> index = new LinkedHashMap<>();
    private long messages;
    private long start = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;
    private int lastChannel = -1;
    private LongList lastIndex = new LongList();

    ChunkBuilder(McapWriteOptions options) {
        this.options = options;
        this.records =
                new RecordBuffer(
                        options.chunked()
                                ? Math.min(options.base().chunkBytes(), 64 << 20) + 4096
                                : 16);
    }

    /// Where schemas and channels go.
    RecordBuffer records() {
        return records;
    }

    boolean isEmpty() {
        return records.size() == 0;
    }

    boolean isFullWith(int bytes) {
        return messages > 0
                && records.size() + (long) Op.RECORD_HEAD + Op.MESSAGE_HEAD + bytes
                        > options.base().chunkBytes();
    }

    void message(int channel, long sequence, long logTime, long publishTime, ByteBuffer data) {
        if (options.messageIndex()) {
            if (channel != lastChannel) {
                lastIndex = index.computeIfAbsent(channel, id -> new LongList());
                lastChannel = channel;
            }
            lastIndex.add(logTime);
            lastIndex.add(records.size());
        }
        records.message(channel, sequence, logTime, publishTime, data);
        messages++;
        start = Math.min(start, logTime);
        end = Math.max(end, logTime);
    }

    /// Writes the chunk and its indexes, and is empty then.
    McapRecord.ChunkIndex writeTo(McapOutput file, RecordBuffer record) throws IOException {
        ByteBuffer plain = records.content();
        CRC32 crc = new CRC32();
        if (options.base().crc()) {
            crc.update(plain.duplicate());
        }
        Compression compression = options.base().compression();
        ByteBuffer packed = compressor.compress(compression, plain);
        long offset = file.position();
        long first = messages == 0 ? 0 : start;
        long last = messages == 0 ? 0 : end;
        String name = Chunks.nameOf(compression);
        // The head is composed apart, so that the content is written without a copy.
        record.u8(Op.CHUNK).u64(40L + name.length() + packed.remaining());
        record.u64(first)
                .u64(last)
                .u64(plain.remaining())
                .u32(crc.getValue())
                .text(name)
                .u64(packed.remaining());
        file.write(record.content());
        record.clear();
        if (compression == Compression.NONE && options.base().crc()) {
            file.write(packed, crc.getValue());
        } else {
            file.write(packed);
        }
        long length = file.position() - offset;
        Map<Integer, Long> offsets = writeIndexes(file, record);
        McapRecord.ChunkIndex entry =
                new McapRecord.ChunkIndex(
                        first,
                        last,
                        offset,
                        length,
                        offsets,
                        file.position() - offset - length,
                        name,
                        packed.remaining(),
                        plain.remaining());
        reset();
        return entry;
    }

    private Map<Integer, Long> writeIndexes(McapOutput file, RecordBuffer record)
            throws IOException {
        Map<Integer, Long> offsets = new LinkedHashMap<>();
        for (Map.Entry<Integer, LongList> channel : index.entrySet()) {
            LongList entries = channel.getValue();
            if (entries.size() == 0) {
                continue;
            }
            offsets.put(channel.getKey(), file.position() + record.size());
            int at = record.startRecord(Op.MESSAGE_INDEX);
            record.u16(channel.getKey()).u32(8L * entries.size());
            for (int i = 0; i < entries.size(); i++) {
                record.u64(entries.get(i));
            }
            record.endRecord(at, options.padding());
        }
        file.write(record.content());
        record.clear();
        return offsets;
    }

    private void reset() {
        records.clear();
        index.values().forEach(LongList::clear);
        messages = 0;
        start = Long.MAX_VALUE;
        end = Long.MIN_VALUE;
    }

    @Override
    public void close() {
        compressor.close();
    }
}
