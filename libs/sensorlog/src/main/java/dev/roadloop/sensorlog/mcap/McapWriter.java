package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.ExtraSink;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/// Writes an MCAP file. Schemas and channels are written when they are declared, ids count from 1.
///
/// Memory: two chunks, 16 bytes for each message of the open chunk, and an index entry for each
/// finished one.
public final class McapWriter implements RecordingWriter, ExtraSink {

    private final McapOutput file;
    private final McapWriteOptions options;
    private final McapSummary summary;
    private final RecordBuffer record = new RecordBuffer(64 << 10);
    private final ChunkBuilder chunk;
    private final Map<Schema, Integer> schemaIds = new LinkedHashMap<>();
    private int channels;
    private boolean closed;

    McapWriter(WritableByteChannel target, McapWriteOptions options) throws IOException {
        if (options.base().compression() == Compression.BZ2) {
            throw new IllegalArgumentException(
                    "MCAP: expected compression NONE, LZ4 or ZSTD, found BZ2");
        }
        this.file = new McapOutput(target);
        this.options = options;
        this.summary = new McapSummary(options);
        this.chunk = new ChunkBuilder(options);
        file.write(magic());
        int start = record.startRecord(Op.HEADER);
        record.text(options.profile())
                .text(options.base().producer())
                .endRecord(start, options.padding());
        flushRecord();
    }

    @Override
    public Topic addTopic(
            String name, String messageEncoding, Schema schema, Map<String, String> metadata)
            throws IOException {
        if (channels == 0xFFFF) {
            throw new IllegalArgumentException(
                    "MCAP holds at most 65535 channels; " + name + " is one more");
        }
        int schemaId = schema.isNone() ? 0 : schemaId(schema);
        Topic topic = new Topic(++channels, name, messageEncoding, schema, metadata);
        // Not the topic's own map, which has lost the caller's order.
        McapRecord.Channel channel =
                new McapRecord.Channel(topic.id(), schemaId, name, messageEncoding, metadata);
        declare(channel);
        summary.add(channel);
        return topic;
    }

    private int schemaId(Schema schema) throws IOException {
        Integer known = schemaIds.get(schema);
        if (known != null) {
            return known;
        }
        int id = schemaIds.size() + 1;
        if (id > 0xFFFF) {
            throw new IllegalArgumentException(
                    "MCAP holds at most 65535 schemas; " + schema.name() + " is one more");
        }
        schemaIds.put(schema, id);
        McapRecord.SchemaRecord written =
                new McapRecord.SchemaRecord(id, schema.name(), schema.encoding(), schema.data());
        declare(written);
        summary.add(written);
        return id;
    }

    private void declare(McapRecord declaration) throws IOException {
        if (options.chunked()) {
            McapSummary.write(chunk.records(), declaration, 0);
        } else {
            McapSummary.write(record, declaration, options.padding());
            flushRecord();
        }
    }

    @Override
    public void write(Topic topic, long logTime, long publishTime, long sequence, ByteBuffer data)
            throws IOException {
        if (topic.id() < 1 || topic.id() > channels) {
            throw new IllegalArgumentException(
                    "topic "
                            + topic.name()
                            + " with id "
                            + topic.id()
                            + " was not declared by this writer: use what addTopic returned");
        }
        summary.count(topic.id(), logTime);
        if (!options.chunked()) {
            record.message(topic.id(), sequence, logTime, publishTime, data);
            flushRecord();
            return;
        }
        if (chunk.isFullWith(data.remaining())) {
            finishChunk();
        }
        chunk.message(topic.id(), sequence, logTime, publishTime, data);
    }

    @Override
    public void addAttachment(
            String name, String mediaType, long logTime, long createTime, ByteBuffer data)
            throws IOException {
        finishChunk();
        long offset = file.position();
        int start = record.startRecord(Op.ATTACHMENT);
        record.u64(logTime)
                .u64(createTime)
                .text(name)
                .text(mediaType)
                .u64(data.remaining())
                .bytes(data);
        CRC32 crc = new CRC32();
        if (options.base().crc()) {
            ByteBuffer covered = record.content();
            crc.update(covered.position(start + Op.RECORD_HEAD));
        }
        record.u32(crc.getValue()).endRecord(start, options.padding());
        int length = record.size();
        flushRecord();
        summary.add(
                new McapRecord.AttachmentIndex(
                        offset, length, logTime, createTime, data.remaining(), name, mediaType));
    }

    @Override
    public void addMetadata(String name, Map<String, String> metadata) throws IOException {
        finishChunk();
        long offset = file.position();
        int start = record.startRecord(Op.METADATA);
        record.text(name).textMap(metadata).endRecord(start, options.padding());
        int length = record.size();
        flushRecord();
        summary.add(new McapRecord.MetadataIndex(offset, length, name));
    }

    private void finishChunk() throws IOException {
        if (options.chunked() && !chunk.isEmpty()) {
            summary.add(chunk.writeTo(file, record));
        }
    }

    private void flushRecord() throws IOException {
        file.write(record.content());
        record.clear();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            finishChunk();
            long dataCrc = options.base().crc() ? file.crc() : 0;
            int start = record.startRecord(Op.DATA_END);
            record.u32(dataCrc).endRecord(start, 0);
            flushRecord();
            summary.writeTo(file, record);
            file.write(magic());
        } finally {
            chunk.close();
            file.close();
        }
    }

    private static ByteBuffer magic() {
        return ByteBuffer.allocate(Op.MAGIC_SIZE).putLong(0, Long.reverseBytes(Op.MAGIC));
    }
}
