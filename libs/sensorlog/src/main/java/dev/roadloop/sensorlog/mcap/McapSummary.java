package dev.roadloop.sensorlog.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a writer has written so far, and the summary section that it becomes.
final class McapSummary {

    private final McapWriteOptions options;
    private final List<McapRecord.SchemaRecord> schemas = new ArrayList<>();
    private final List<McapRecord.Channel> channels = new ArrayList<>();
    private final List<McapRecord.ChunkIndex> chunks = new ArrayList<>();
    private final List<McapRecord.AttachmentIndex> attachments = new ArrayList<>();
    private final List<McapRecord.MetadataIndex> metadata = new ArrayList<>();
    private final List<McapRecord.SummaryOffset> groups = new ArrayList<>();
    private long[] counts = new long[16];
    private long messages;
    private long start = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;

    McapSummary(McapWriteOptions options) {
        this.options = options;
    }

    void add(McapRecord.SchemaRecord schema) {
        schemas.add(schema);
    }

    void add(McapRecord.Channel channel) {
        channels.add(channel);
        if (channel.id() >= counts.length) {
            counts = Arrays.copyOf(counts, 2 * channel.id());
        }
    }

    void add(McapRecord.ChunkIndex chunk) {
        chunks.add(chunk);
    }

    void add(McapRecord.AttachmentIndex attachment) {
        attachments.add(attachment);
    }

    void add(McapRecord.MetadataIndex entry) {
        metadata.add(entry);
    }

    void count(int channel, long logTime) {
        counts[channel]++;
        messages++;
        start = Math.min(start, logTime);
        end = Math.max(end, logTime);
    }

    /// Writes the summary section, its offsets and the footer.
    void writeTo(McapOutput file, RecordBuffer record) throws IOException {
        file.restartCrc();
        long begin = file.position();
        if (options.repeatSchemas()) {
            group(file, record, Op.SCHEMA, schemas);
        }
        if (options.repeatChannels()) {
            group(file, record, Op.CHANNEL, channels);
        }
        if (options.statistics()) {
            group(file, record, Op.STATISTICS, List.of(statistics()));
        }
        if (options.metadataIndex()) {
            group(file, record, Op.METADATA_INDEX, metadata);
        }
        if (options.attachmentIndex()) {
            group(file, record, Op.ATTACHMENT_INDEX, attachments);
        }
        if (options.chunked() && options.chunkIndex()) {
            group(file, record, Op.CHUNK_INDEX, chunks);
        }
        long offsets = file.position();
        boolean empty = offsets == begin;
        if (options.summaryOffsets()) {
            for (McapRecord.SummaryOffset group : groups) {
                write(record, group, options.padding());
            }
            file.write(record.content());
            record.clear();
        }
        record.u8(Op.FOOTER).u64(Op.FOOTER_SIZE);
        record.u64(empty ? 0 : begin).u64(options.summaryOffsets() && !empty ? offsets : 0);
        file.write(record.content());
        long crc = options.base().crc() ? file.crc() : 0;
        record.clear();
        record.u32(crc);
        file.write(record.content());
        record.clear();
    }

    private McapRecord.Statistics statistics() {
        Map<Integer, Long> found = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                found.put(i, counts[i]);
            }
        }
        return new McapRecord.Statistics(
                messages,
                schemas.size(),
                channels.size(),
                attachments.size(),
                metadata.size(),
                chunks.size(),
                messages == 0 ? 0 : start,
                messages == 0 ? 0 : end,
                found);
    }

    private void group(
            McapOutput file, RecordBuffer record, int opcode, Collection<? extends McapRecord> all)
            throws IOException {
        if (all.isEmpty()) {
            return;
        }
        long begin = file.position();
        for (McapRecord one : all) {
            write(record, one, options.padding());
            if (record.size() > 1 << 20) {
                file.write(record.content());
                record.clear();
            }
        }
        file.write(record.content());
        record.clear();
        groups.add(new McapRecord.SummaryOffset(opcode, begin, file.position() - begin));
    }

    /// Composes a record of the kinds that a summary may have.
    static void write(RecordBuffer out, McapRecord any, int padding) {
        int start = out.size();
        switch (any) {
            case McapRecord.SchemaRecord r -> {
                out.startRecord(Op.SCHEMA);
                ByteBuffer data = r.data();
                out.u16(r.id()).text(r.name()).text(r.encoding()).u32(data.remaining()).bytes(data);
            }
            case McapRecord.Channel r -> {
                out.startRecord(Op.CHANNEL);
                out.u16(r.id())
                        .u16(r.schemaId())
                        .text(r.topic())
                        .text(r.messageEncoding())
                        .textMap(r.metadata());
            }
            case McapRecord.Statistics r -> {
                out.startRecord(Op.STATISTICS);
                out.u64(r.messageCount())
                        .u16(r.schemaCount())
                        .u32(r.channelCount())
                        .u32(r.attachmentCount());
                out.u32(r.metadataCount())
                        .u32(r.chunkCount())
                        .u64(r.messageStartTime())
                        .u64(r.messageEndTime());
                out.countMap(r.channelMessageCounts());
            }
            case McapRecord.ChunkIndex r -> {
                out.startRecord(Op.CHUNK_INDEX);
                out.u64(r.messageStartTime())
                        .u64(r.messageEndTime())
                        .u64(r.chunkStartOffset())
                        .u64(r.chunkLength());
                out.countMap(r.messageIndexOffsets())
                        .u64(r.messageIndexLength())
                        .text(r.compression());
                out.u64(r.compressedSize()).u64(r.uncompressedSize());
            }
            case McapRecord.AttachmentIndex r -> {
                out.startRecord(Op.ATTACHMENT_INDEX);
                out.u64(r.offset())
                        .u64(r.length())
                        .u64(r.logTime())
                        .u64(r.createTime())
                        .u64(r.dataSize());
                out.text(r.name()).text(r.mediaType());
            }
            case McapRecord.MetadataIndex r -> {
                out.startRecord(Op.METADATA_INDEX);
                out.u64(r.offset()).u64(r.length()).text(r.name());
            }
            case McapRecord.SummaryOffset r -> {
                out.startRecord(Op.SUMMARY_OFFSET);
                out.u8(r.groupOpcode()).u64(r.groupStart()).u64(r.groupLength());
            }
            default -> throw new IllegalArgumentException("not a record of a summary: " + any);
        }
        out.endRecord(start, padding);
    }
}
