package dev.roadloop.sensorlog.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// Messages that other implementations serialised (see `make_golden.py`).
record GoldenMessages(String name, MessageDecoder decoder, byte[] message, JsonNode values) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static List<GoldenMessages> all() throws IOException {
        try (InputStream in = GoldenMessages.class.getResourceAsStream("/message/golden.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(GoldenMessages::parse)
                    .toList();
        }
    }

    private static GoldenMessages parse(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            String schema = json.get("schema").asText();
            byte[] schemaBytes =
                    schema.startsWith("hex:")
                            ? HexFormat.of().parseHex(schema.substring(4))
                            : schema.getBytes(StandardCharsets.UTF_8);
            MessageDecoder decoder =
                    MessageDecoder.compile(
                            "/test",
                            json.get("messageEncoding").asText(),
                            json.get("schemaEncoding").asText(),
                            json.get("type").asText(),
                            schemaBytes);
            return new GoldenMessages(
                    json.get("case").asText(),
                    decoder,
                    HexFormat.of().parseHex(json.get("message").asText()),
                    json.get("values"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// A decoded value in the form that the golden file uses.
    static JsonNode json(MessageNode node, Object value) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        return switch (value) {
            case MessageValue struct -> {
                ObjectNode object = factory.objectNode();
                MessageNode fields =
                        node.type() instanceof ListType && !node.isBlob() ? node.element() : node;
                for (MessageNode child : fields.children()) {
                    Object found = struct.fields().get(child.name());
                    if (found != null) {
                        object.set(child.name(), json(child, found));
                    }
                }
                yield object;
            }
            case List<?> list -> {
                ArrayNode array = factory.arrayNode();
                list.forEach(element -> array.add(json(node.element(), element)));
                yield array;
            }
            case ByteBuffer bytes -> {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                yield factory.textNode("hex:" + HexFormat.of().formatHex(copy));
            }
            case Long number when node.type() == ScalarType.UINT64 ->
                    factory.numberNode(new BigInteger(Long.toUnsignedString(number)));
            case Float number -> factory.numberNode((double) number);
            default -> MAPPER.valueToTree(value);
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
