package dev.roadloop.sensorlog.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Messages in JSON. Properties that the schema does not list are kept, as JSON, in the root's
/// field `_unlisted`.
final class JsonFormat implements MessageFormat {

    private static final ObjectMapper MAPPER =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final List<MessageNode> nodes;

    JsonFormat(StructType type) {
        this.nodes = MessageNodes.of(type);
    }

    @Override
    public List<MessageNode> nodes() {
        return nodes;
    }

    @Override
    public void decode(byte[] data, int offset, int length, MessageSink sink)
            throws MalformedMessage {
        JsonNode message;
        try {
            message = MAPPER.readTree(data, offset, length);
        } catch (JsonProcessingException e) {
            long at =
                    Math.max(
                            0,
                            e.getLocation() == null ? 0 : e.getLocation().getByteOffset() - offset);
            throw new MalformedMessage(
                    0, (int) Math.min(at, length), "no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new MalformedMessage(0, 0, "cannot be read as JSON: " + e.getMessage());
        }
        if (message.isMissingNode()) {
            throw new MalformedMessage(0, 0, "a JSON message must not be empty.");
        }
        ObjectNode unlisted = MAPPER.createObjectNode();
        MessageNode root = nodes.getFirst();
        if (message.isObject()) {
            Set<String> names = new HashSet<>();
            root.children().forEach(child -> names.add(child.name()));
            for (Map.Entry<String, JsonNode> property : message.properties()) {
                if (!names.contains(property.getKey())
                        || property.getKey().equals(JsonSchema.UNLISTED)) {
                    unlisted.set(property.getKey(), property.getValue());
                }
            }
        }
        for (MessageNode child : root.children()) {
            if (child.name().equals(JsonSchema.UNLISTED) && child.type() == ScalarType.JSON) {
                continue;
            }
            value(child, message.path(child.name()), sink, unlisted);
        }
        MessageNode last = root.children().getLast();
        JsonNode rest = message.isObject() ? unlisted : message;
        if (message.isObject() && unlisted.isEmpty()) {
            sink.absent(last.id());
        } else {
            text(last, rest.toString(), sink);
        }
    }

    private void value(MessageNode node, JsonNode value, MessageSink sink, ObjectNode unlisted)
            throws MalformedMessage {
        if (value.isMissingNode() || value.isNull()) {
            sink.absent(node.id());
            return;
        }
        switch (node.type()) {
            case ScalarType scalar -> scalar(node, scalar, value, sink);
            case ListType list when list.isBlob() -> blob(node, value, sink);
            case ListType _ -> {
                require(value.isArray(), node, "an array", value);
                sink.beginList(node.id(), value.size());
                for (JsonNode element : value) {
                    value(node.element(), element, sink, unlisted);
                }
                sink.endList(node.id());
            }
            case StructType _ -> {
                require(value.isObject(), node, "an object", value);
                sink.beginStruct(node.id());
                int listed = 0;
                for (MessageNode child : node.children()) {
                    JsonNode found = value.path(child.name());
                    listed += found.isMissingNode() ? 0 : 1;
                    value(child, found, sink, unlisted);
                }
                if (listed < value.size()) {
                    keepUnlisted(node, value, unlisted);
                }
                sink.endStruct(node.id());
            }
        }
    }

    private static void keepUnlisted(MessageNode node, JsonNode value, ObjectNode unlisted) {
        Set<String> names = new HashSet<>();
        node.children().forEach(child -> names.add(child.name()));
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            if (!names.contains(property.getKey())) {
                unlisted.withArrayProperty(node.path() + "." + property.getKey())
                        .add(property.getValue());
            }
        }
    }

    private void scalar(MessageNode node, ScalarType type, JsonNode value, MessageSink sink)
            throws MalformedMessage {
        switch (type) {
            case BOOL -> {
                require(value.isBoolean(), node, "true or false", value);
                sink.bool(node.id(), value.booleanValue());
            }
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 -> {
                boolean whole =
                        value.isNumber()
                                && value.canConvertToExactIntegral()
                                && value.canConvertToLong();
                require(whole, node, "an integer", value);
                sink.integer(node.id(), value.longValue());
            }
            case FLOAT32, FLOAT64 -> {
                require(value.isNumber(), node, "a number", value);
                sink.float64(node.id(), value.doubleValue());
            }
            case STRING, WSTRING -> {
                require(value.isTextual(), node, "a text", value);
                text(node, value.textValue(), sink);
            }
            case JSON -> text(node, value.toString(), sink);
            case TIME, DURATION -> {
                JsonNode seconds = value.path("sec");
                JsonNode nanos = value.path("nsec");
                require(
                        seconds.isIntegralNumber() && nanos.isIntegralNumber(),
                        node,
                        "'sec' and 'nsec'",
                        value);
                sink.nanos(node.id(), nanos(node, seconds.longValue(), nanos.longValue()));
            }
        }
    }

    private static long nanos(MessageNode node, long seconds, long nanos) throws MalformedMessage {
        try {
            return Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), nanos);
        } catch (ArithmeticException e) {
            throw new MalformedMessage(
                    node.id(),
                    0,
                    "%d s are more nanoseconds than 64 bits hold.".formatted(seconds));
        }
    }

    private static void text(MessageNode node, String text, MessageSink sink) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sink.text(node.id(), bytes, 0, bytes.length);
    }

    private static void blob(MessageNode node, JsonNode value, MessageSink sink)
            throws MalformedMessage {
        require(value.isTextual(), node, "base64 text", value);
        try {
            byte[] bytes = value.binaryValue();
            sink.blob(node.id(), bytes, 0, bytes.length, -1);
        } catch (IOException e) {
            throw new MalformedMessage(node.id(), 0, "no base64: " + e.getMessage());
        }
    }

    private static void require(
            boolean condition, MessageNode node, String expected, JsonNode found)
            throws MalformedMessage {
        if (!condition) {
            throw new MalformedMessage(
                    node.id(),
                    0,
                    "expected %s, found %s."
                            .formatted(
                                    expected,
                                    found.getNodeType()
                                            .toString()
                                            .toLowerCase(java.util.Locale.ROOT)));
        }
    }
}
