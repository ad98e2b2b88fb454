package dev.roadloop.sensorlog.mcap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Reads and writes every file of the official conformance suite.
class ConformanceTest {

    @Test
    @Tag("slow")
    void readsEveryRecordOfEveryFile() throws Exception {
        List<String> failures = new ArrayList<>();
        List<Path> files = ConformanceFiles.all();
        for (Path file : files) {
            JsonNode expected = ConformanceFiles.expectation(file).get("records");
            JsonNode found = records(ByteBuffer.wrap(Files.readAllBytes(file)));
            if (!found.equals(expected)) {
                failures.add(
                        file.getFileName() + "\n  expected " + expected + "\n  found    " + found);
            }
        }
        System.out.printf(
                "MCAP conformance, reading: %d of %d files equal their JSON%n",
                files.size() - failures.size(), files.size());
        assertThat(files).isNotEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    void deliversTheMessagesOfEveryFileWithoutLoss() throws Exception {
        List<Path> files = ConformanceFiles.all();
        for (Path file : files) {
            List<JsonNode> expected = new ArrayList<>();
            ConformanceFiles.expectation(file)
                    .get("records")
                    .forEach(record -> {
                        if (record.get("type").asText().equals("Message")) {
                            expected.add(record);
                        }
                    });
            List<JsonNode> found = new ArrayList<>();
            try (Recording recording = Recordings.open(ByteSource.of(file));
                    MessageCursor cursor =
                            recording.read(ReadOptions.all().withDataSectionCheck())) {
                while (cursor.next()) {
                    Message m = cursor.message();
                    found.add(
                            RecordJson.of(
                                    new McapRecord.MessageRecord(
                                            m.topic().id(),
                                            m.sequence(),
                                            m.logTime(),
                                            m.publishTime(),
                                            m.data())));
                }
                assertThat(cursor.losses().losses()).as(file.toString()).isEmpty();
            }
            assertThat(found).as(file.toString()).isEqualTo(expected);
        }
        System.out.printf(
                "MCAP conformance, messages: %d of %d files delivered%n",
                files.size(), files.size());
    }

    @Test
    @Tag("slow")
    void writesEveryFileToTheByte() throws Exception {
        List<String> failures = new ArrayList<>();
        List<Path> files = ConformanceFiles.all();
        for (Path file : files) {
            byte[] written = write(ConformanceFiles.expectation(file));
            if (!Arrays.equals(written, Files.readAllBytes(file))) {
                failures.add(
                        file.getFileName()
                                + "\n  expected "
                                + ConformanceFiles.expectation(file).get("records")
                                + "\n  found    "
                                + records(ByteBuffer.wrap(written)));
            }
        }
        System.out.printf(
                "MCAP conformance, writing: %d of %d files equal to the byte%n",
                files.size() - failures.size(), files.size());
        assertThat(failures).isEmpty();
    }

    /// All records, those in chunks in the chunk's place; chunks and message indexes themselves are
    /// not listed.
    private static ArrayNode records(ByteBuffer file) throws Exception {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        file.order(ByteOrder.LITTLE_ENDIAN);
        assertThat(file.getLong(0)).isEqualTo(Op.MAGIC);
        assertThat(file.getLong(file.limit() - Op.MAGIC_SIZE)).isEqualTo(Op.MAGIC);
        try (Chunks chunks = new Chunks(1 << 20)) {
            addRecords(file.slice(Op.MAGIC_SIZE, file.limit() - 2 * Op.MAGIC_SIZE), chunks, all);
        }
        return all;
    }

    private static void addRecords(ByteBuffer in, Chunks chunks, ArrayNode all) throws Exception {
        in.order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int opcode = in.get() & 0xFF;
            int length = (int) in.getLong();
            McapRecord record = RecordParser.parse(opcode, in.slice(in.position(), length));
            in.position(in.position() + length);
            if (record instanceof McapRecord.Chunk chunk) {
                addRecords(chunks.open(chunk), chunks, all);
            } else if (!(record instanceof McapRecord.MessageIndex)) {
                all.add(RecordJson.of(record));
            }
        }
    }

    private static byte[] write(JsonNode expectation) throws IOException {
        Set<String> features = new TreeSet<>();
        expectation.at("/meta/variant/features").forEach(feature -> features.add(feature.asText()));
        McapWriteOptions options =
                new McapWriteOptions(
                        new WriteOptions(Compression.NONE, 1 << 20, true, ""),
                        "",
                        features.contains("ch"),
                        features.contains("mx"),
                        features.contains("chx"),
                        features.contains("st"),
                        features.contains("sum"),
                        features.contains("rsh"),
                        features.contains("rch"),
                        features.contains("ax"),
                        features.contains("mdx"),
                        features.contains("pad") ? 3 : 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (McapWriter writer = Mcap.create(Channels.newChannel(bytes), options)) {
            Schema schema = Schema.NONE;
            Topic topic = null;
            for (JsonNode record : expectation.get("records")) {
                ObjectNode fields = JsonNodeFactory.instance.objectNode();
                record.get("fields").forEach(pair -> fields.set(pair.get(0).asText(), pair.get(1)));
                switch (record.get("type").asText()) {
                    case "Schema" -> {
                        schema =
                                Schema.of(
                                        text(fields, "name"),
                                        text(fields, "encoding"),
                                        bytes(fields, "data"));
                    }
                    case "Channel" -> {
                        if (topic == null) {
                            topic =
                                    writer.addTopic(
                                            text(fields, "topic"),
                                            text(fields, "message_encoding"),
                                            schema,
                                            map(fields.get("metadata")));
                        }
                    }
                    case "Message" ->
                            writer.write(
                                    topic,
                                    number(fields, "log_time"),
                                    number(fields, "publish_time"),
                                    number(fields, "sequence"),
                                    bytes(fields, "data"));
                    case "Attachment" ->
                            writer.addAttachment(
                                    text(fields, "name"),
                                    text(fields, "media_type"),
                                    number(fields, "log_time"),
                                    number(fields, "create_time"),
                                    bytes(fields, "data"));
                    case "Metadata" ->
                            writer.addMetadata(text(fields, "name"), map(fields.get("metadata")));
                    default -> {
                        // Written by the writer on its own.
                    }
                }
            }
        }
        return bytes.toByteArray();
    }

    private static String text(JsonNode fields, String name) {
        return fields.get(name).asText();
    }

    private static long number(JsonNode fields, String name) {
        return Long.parseUnsignedLong(text(fields, name));
    }

    private static ByteBuffer bytes(JsonNode fields, String name) {
        JsonNode array = fields.get(name);
        ByteBuffer bytes = ByteBuffer.allocate(array.size());
        array.forEach(one -> bytes.put((byte) Integer.parseInt(one.asText())));
        return bytes.flip();
    }

    private static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new LinkedHashMap<>();
        object.fields()
                .forEachRemaining(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }
}
