package dev.roadloop.sensorlog.mcap;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads the content of one record. Whatever follows the known fields is skipped, as the
/// specification asks.
///
/// Every length is compared with what the record holds before anything is allocated for it.
final class RecordParser {

    private final ByteBuffer in;

    private RecordParser(ByteBuffer content) {
        this.in = content.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Parses a record; buffers in the result are parts of `content`, whose position is left as it
    /// was.
    ///
    /// @throws MalformedRecordException if the content is shorter than its fields say
    static McapRecord parse(int opcode, ByteBuffer content) throws MalformedRecordException {
        RecordParser parser = new RecordParser(content);
        try {
            return parser.read(opcode);
        } catch (BufferUnderflowException e) {
            throw new MalformedRecordException(
                    "record of opcode "
                            + opcode
                            + " ends within its fields; it has "
                            + content.remaining()
                            + " bytes");
        }
    }

    private McapRecord read(int opcode) throws MalformedRecordException {
        return switch (opcode) {
            case Op.HEADER -> new McapRecord.Header(text(), text());
            case Op.FOOTER -> new McapRecord.Footer(in.getLong(), in.getLong(), u32());
            case Op.SCHEMA -> new McapRecord.SchemaRecord(u16(), text(), text(), bytes(u32()));
            case Op.CHANNEL -> new McapRecord.Channel(u16(), u16(), text(), text(), textMap());
            case Op.MESSAGE ->
                    new McapRecord.MessageRecord(
                            u16(), u32(), in.getLong(), in.getLong(), bytes(in.remaining() - 0L));
            case Op.CHUNK ->
                    new McapRecord.Chunk(
                            in.getLong(),
                            in.getLong(),
                            in.getLong(),
                            u32(),
                            text(),
                            bytes(in.getLong()));
            case Op.MESSAGE_INDEX -> new McapRecord.MessageIndex(u16(), bytes(u32()));
            case Op.CHUNK_INDEX -> chunkIndex();
            case Op.ATTACHMENT -> attachment();
            case Op.ATTACHMENT_INDEX ->
                    new McapRecord.AttachmentIndex(
                            in.getLong(),
                            in.getLong(),
                            in.getLong(),
                            in.getLong(),
                            in.getLong(),
                            text(),
                            text());
            case Op.STATISTICS ->
                    new McapRecord.Statistics(
                            in.getLong(),
                            u16(),
                            u32(),
                            u32(),
                            u32(),
                            u32(),
                            in.getLong(),
                            in.getLong(),
                            countMap());
            case Op.METADATA -> new McapRecord.Metadata(text(), textMap());
            case Op.METADATA_INDEX ->
                    new McapRecord.MetadataIndex(in.getLong(), in.getLong(), text());
            case Op.SUMMARY_OFFSET ->
                    new McapRecord.SummaryOffset(in.get() & 0xFF, in.getLong(), in.getLong());
            case Op.DATA_END -> new McapRecord.DataEnd(u32());
            default -> new McapRecord.Unknown(opcode, bytes(in.remaining()));
        };
    }

    private McapRecord chunkIndex() throws MalformedRecordException {
        long start = in.getLong();
        long end = in.getLong();
        long offset = in.getLong();
        long length = in.getLong();
        Map<Integer, Long> offsets = countMap();
        return new McapRecord.ChunkIndex(
                start,
                end,
                offset,
                length,
                offsets,
                in.getLong(),
                text(),
                in.getLong(),
                in.getLong());
    }

    private McapRecord attachment() throws MalformedRecordException {
        long logTime = in.getLong();
        long createTime = in.getLong();
        String name = text();
        String mediaType = text();
        ByteBuffer data = bytes(in.getLong());
        ByteBuffer covered = in.slice(0, in.position());
        return new McapRecord.Attachment(
                logTime, createTime, name, mediaType, data, u32(), covered);
    }

    private int u16() {
        return in.getShort() & 0xFFFF;
    }

    private long u32() {
        return in.getInt() & 0xFFFF_FFFFL;
    }

    private ByteBuffer bytes(long length) throws MalformedRecordException {
        if (length < 0 || length > in.remaining()) {
            throw new MalformedRecordException(
                    "a field of "
                            + length
                            + " bytes, where the record has "
                            + in.remaining()
                            + " left");
        }
        ByteBuffer part = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return part;
    }

    private String text() throws MalformedRecordException {
        ByteBuffer part = bytes(u32());
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        return new String(copy, StandardCharsets.UTF_8);
    }

    private Map<String, String> textMap() throws MalformedRecordException {
        ByteBuffer part = bytes(u32());
        RecordParser entries = new RecordParser(part);
        Map<String, String> map = new LinkedHashMap<>();
        while (entries.in.hasRemaining()) {
            map.put(entries.text(), entries.text());
        }
        return map;
    }

    private Map<Integer, Long> countMap() throws MalformedRecordException {
        RecordParser entries = new RecordParser(bytes(u32()));
        Map<Integer, Long> map = new LinkedHashMap<>();
        while (entries.in.hasRemaining()) {
            map.put(entries.u16(), entries.in.getLong());
        }
        return map;
    }
}
