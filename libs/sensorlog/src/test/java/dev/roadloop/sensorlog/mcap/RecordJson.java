package dev.roadloop.sensorlog.mcap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/// Records in the notation of the conformance files: fields sorted by name, numbers as decimal
/// strings.
final class RecordJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final TreeMap<String, Object> fields = new TreeMap<>();

    private RecordJson() {}

    static ObjectNode of(McapRecord any) {
        RecordJson f = new RecordJson();
        String type =
                switch (any) {
                    case McapRecord.Header r ->
                            f.put("library", r.library()).put("profile", r.profile()).as("Header");
                    case McapRecord.Footer r ->
                            f.put("summary_start", r.summaryStart())
                                    .put("summary_offset_start", r.summaryOffsetStart())
                                    .put("summary_crc", r.summaryCrc())
                                    .as("Footer");
                    case McapRecord.SchemaRecord r ->
                            f.put("id", r.id())
                                    .put("name", r.name())
                                    .put("encoding", r.encoding())
                                    .put("data", r.data())
                                    .as("Schema");
                    case McapRecord.Channel r ->
                            f.put("id", r.id())
                                    .put("schema_id", r.schemaId())
                                    .put("topic", r.topic())
                                    .put("message_encoding", r.messageEncoding())
                                    .put("metadata", r.metadata())
                                    .as("Channel");
                    case McapRecord.MessageRecord r ->
                            f.put("channel_id", r.channelId())
                                    .put("sequence", r.sequence())
                                    .put("log_time", r.logTime())
                                    .put("publish_time", r.publishTime())
                                    .put("data", r.data())
                                    .as("Message");
                    case McapRecord.Attachment r ->
                            f.put("log_time", r.logTime())
                                    .put("create_time", r.createTime())
                                    .put("name", r.name())
                                    .put("media_type", r.mediaType())
                                    .put("data", r.data())
                                    .as("Attachment");
                    case McapRecord.ChunkIndex r ->
                            f.put("message_start_time", r.messageStartTime())
                                    .put("message_end_time", r.messageEndTime())
                                    .put("chunk_start_offset", r.chunkStartOffset())
                                    .put("chunk_length", r.chunkLength())
                                    .put("message_index_offsets", r.messageIndexOffsets())
                                    .put("message_index_length", r.messageIndexLength())
                                    .put("compression", r.compression())
                                    .put("compressed_size", r.compressedSize())
                                    .put("uncompressed_size", r.uncompressedSize())
                                    .as("ChunkIndex");
                    case McapRecord.AttachmentIndex r ->
                            f.put("offset", r.offset())
                                    .put("length", r.length())
                                    .put("log_time", r.logTime())
                                    .put("create_time", r.createTime())
                                    .put("data_size", r.dataSize())
                                    .put("name", r.name())
                                    .put("media_type", r.mediaType())
                                    .as("AttachmentIndex");
                    case McapRecord.Statistics r ->
                            f.put("message_count", r.messageCount())
                                    .put("schema_count", r.schemaCount())
                                    .put("channel_count", r.channelCount())
                                    .put("attachment_count", r.attachmentCount())
                                    .put("metadata_count", r.metadataCount())
                                    .put("chunk_count", r.chunkCount())
                                    .put("message_start_time", r.messageStartTime())
                                    .put("message_end_time", r.messageEndTime())
                                    .put("channel_message_counts", r.channelMessageCounts())
                                    .as("Statistics");
                    case McapRecord.Metadata r ->
                            f.put("name", r.name()).put("metadata", r.metadata()).as("Metadata");
                    case McapRecord.MetadataIndex r ->
                            f.put("offset", r.offset())
                                    .put("length", r.length())
                                    .put("name", r.name())
                                    .as("MetadataIndex");
                    case McapRecord.SummaryOffset r ->
                            f.put("group_opcode", r.groupOpcode())
                                    .put("group_start", r.groupStart())
                                    .put("group_length", r.groupLength())
                                    .as("SummaryOffset");
                    case McapRecord.DataEnd r ->
                            f.put("data_section_crc", r.dataSectionCrc()).as("DataEnd");
                    case McapRecord.MessageIndex r -> {
                        ByteBuffer entries = r.records().duplicate().order(ByteOrder.LITTLE_ENDIAN);
                        ArrayNode pairs = NODES.arrayNode();
                        while (entries.hasRemaining()) {
                            pairs.addArray()
                                    .add(Long.toString(entries.getLong()))
                                    .add(Long.toString(entries.getLong()));
                        }
                        yield f.put("channel_id", r.channelId())
                                .put("records", pairs)
                                .as("MessageIndex");
                    }
                    case McapRecord.Chunk r ->
                            throw new IllegalArgumentException("chunks are opened: " + r);
                    case McapRecord.Unknown r ->
                            throw new IllegalArgumentException("unknown record: " + r);
                };
        ObjectNode json = NODES.objectNode().put("type", type);
        ArrayNode list = json.putArray("fields");
        f.fields.forEach((name, value) -> {
            ArrayNode pair = list.addArray().add(name);
            switch (value) {
                case Number number -> pair.add(Long.toUnsignedString(number.longValue()));
                case String text -> pair.add(text);
                case ArrayNode array -> pair.add(array);
                case Map<?, ?> map -> {
                    ObjectNode object = pair.addObject();
                    map.forEach((key, entry) -> object.put(key.toString(), entry.toString()));
                }
                case ByteBuffer bytes -> {
                    ArrayNode array = pair.addArray();
                    for (int i = bytes.position(); i < bytes.limit(); i++) {
                        array.add(Integer.toString(bytes.get(i) & 0xFF));
                    }
                }
                default -> throw new IllegalArgumentException("field " + name + ": " + value);
            }
        });
        return json;
    }

    private RecordJson put(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    private String as(String type) {
        return type;
    }
}
