package dev.roadloop.sensorlog.ros1;

import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.chunk.Compressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes a bag. Memory: two chunks, 12 bytes for each message of the open chunk, and a few for
/// each finished one.
final class BagWriter implements RecordingWriter {

    private static final int HEADER_BYTES = 4096 + 8;
    private static final long MAX_TIME = 0xFFFF_FFFFL * 1_000_000_000L + 999_999_999L;

    private final OutputFile file;
    private final WriteOptions options;
    private final String compression;
    private final Compressor compressor = new Compressor();
    private final BagBuffer chunk;
    private final BagBuffer record = new BagBuffer(64 << 10);
    private final List<Topic> topics = new ArrayList<>();
    private final List<ChunkInfo> chunks = new ArrayList<>();
    private final Map<Integer, BagBuffer> index = new TreeMap<>();
    private long messages;
    private long start = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;
    private boolean closed;

    private record ChunkInfo(long position, long start, long end, Map<Integer, Long> counts) {}

    BagWriter(OutputFile file, WriteOptions options) throws IOException {
        this.file = file;
        this.options = options;
        this.compression = BagChunks.nameOf(options.compression());
        this.chunk = new BagBuffer(Math.min(options.chunkBytes(), 64 << 20) + 4096);
        write(ByteBuffer.wrap(BagOp.MAGIC.getBytes(StandardCharsets.US_ASCII)));
        writeBagHeader(0);
    }

    @Override
    public Topic addTopic(
            String name, String messageEncoding, Schema schema, Map<String, String> metadata) {
        if (!messageEncoding.equals("ros1") || !schema.encoding().equals("ros1msg")) {
            throw new IllegalArgumentException(
                    "topic "
                            + name
                            + ": bags hold messages of encoding ros1 with a ros1msg"
                            + " definition, found '"
                            + messageEncoding
                            + "' with '"
                            + schema.encoding()
                            + "'");
        }
        Topic topic = new Topic(topics.size(), name, messageEncoding, schema, metadata);
        topics.add(topic);
        connection(chunk, topic);
        return topic;
    }

    private static void connection(BagBuffer out, Topic topic) {
        int head = out.startLength();
        out.u32("conn", topic.id()).op(BagOp.CONNECTION).text("topic", topic.name());
        out.endLength(head);
        int data = out.startLength();
        Map<String, String> fields = new TreeMap<>(topic.metadata());
        fields.putIfAbsent("md5sum", "*");
        fields.put("topic", topic.name());
        fields.put("type", topic.schema().name());
        fields.put("message_definition", topic.schema().text());
        fields.forEach(out::text);
        out.endLength(data);
    }

    @Override
    public void write(Topic topic, long logTime, long publishTime, long sequence, ByteBuffer data)
            throws IOException {
        if (topic.id() >= topics.size()) {
            throw new IllegalArgumentException(
                    "topic "
                            + topic.name()
                            + " with id "
                            + topic.id()
                            + " was not declared by this writer: use what addTopic returned");
        }
        if (logTime < 0 || logTime > MAX_TIME) {
            throw new IllegalArgumentException(
                    "topic "
                            + topic.name()
                            + ": bags hold times from 0 to 2^32 seconds, found "
                            + logTime
                            + " ns");
        }
        if (messages > 0 && chunk.size() + 64L + data.remaining() > options.chunkBytes()) {
            finishChunk();
        }
        index.computeIfAbsent(topic.id(), id -> new BagBuffer(256)).time(logTime).u32(chunk.size());
        int head = chunk.startLength();
        chunk.u32("conn", topic.id()).op(BagOp.MESSAGE).time("time", logTime);
        chunk.endLength(head);
        chunk.u32(data.remaining()).bytes(data);
        messages++;
        start = Math.min(start, logTime);
        end = Math.max(end, logTime);
    }

    private void finishChunk() throws IOException {
        if (chunk.size() == 0) {
            return;
        }
        long position = file.position();
        ByteBuffer packed = compressor.compress(options.compression(), chunk.content());
        int head = record.startLength();
        record.text("compression", compression).op(BagOp.CHUNK).u32("size", chunk.size());
        record.endLength(head);
        record.u32(packed.remaining());
        flush();
        write(packed);
        Map<Integer, Long> counts = new TreeMap<>();
        index.forEach((id, entries) -> {
            long count = entries.size() / 12;
            if (count > 0) {
                counts.put(id, count);
                int at = record.startLength();
                record.u32("conn", id).u32("count", count).op(BagOp.INDEX_DATA).u32("ver", 1);
                record.endLength(at);
                record.u32(entries.size()).bytes(entries.content());
                entries.clear();
            }
        });
        flush();
        chunks.add(
                new ChunkInfo(
                        position, messages == 0 ? 0 : start, messages == 0 ? 0 : end, counts));
        chunk.clear();
        messages = 0;
        start = Long.MAX_VALUE;
        end = Long.MIN_VALUE;
    }

    private void writeBagHeader(long indexPosition) throws IOException {
        int head = record.startLength();
        record.u32("chunk_count", chunks.size()).u32("conn_count", topics.size());
        record.u64("index_pos", indexPosition).op(BagOp.BAG_HEADER);
        record.endLength(head);
        int padding = HEADER_BYTES - record.size() - 4;
        record.u32(padding)
                .bytes(ByteBuffer.wrap(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII)));
        flush();
    }

    private void flush() throws IOException {
        write(record.content());
        record.clear();
    }

    private void write(ByteBuffer bytes) throws IOException {
        file.write(bytes);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            finishChunk();
            long indexPosition = file.position();
            for (Topic topic : topics) {
                connection(record, topic);
                flush();
            }
            for (ChunkInfo info : chunks) {
                int head = record.startLength();
                record.u64("chunk_pos", info.position()).u32("count", info.counts().size());
                record.time("end_time", info.end()).op(BagOp.CHUNK_INFO);
                record.time("start_time", info.start()).u32("ver", 1);
                record.endLength(head);
                int data = record.startLength();
                info.counts().forEach((id, count) -> record.u32(id).u32(count));
                record.endLength(data);
                flush();
            }
            file.position(BagOp.MAGIC.length());
            writeBagHeader(indexPosition);
        } finally {
            compressor.close();
            file.close();
        }
    }
}
