package dev.roadloop.sensorlog.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Decodes the messages of one channel. Compiled once from the schema that the recording carries;
/// immutable, and safe to use from several threads.
///
/// Whatever the bytes are, decoding ends with a result or a [MessageDecodeException]; no more is
/// allocated than is in proportion to the bytes of the message, and recursion is bounded by the
/// schema's 64 levels.
public final class MessageDecoder {

    private static final String STAMP = "header.stamp";

    private final String topic;
    private final String typeName;
    private final MessageFormat format;
    private final int stampNode;

    private MessageDecoder(String topic, String typeName, MessageFormat format) {
        this.topic = topic;
        this.typeName = typeName;
        this.format = format;
        this.stampNode =
                format.nodes().stream()
                        .filter(node -> node.path().equals(STAMP) && node.type() == ScalarType.TIME)
                        .mapToInt(MessageNode::id)
                        .findFirst()
                        .orElse(-1);
    }

    /// Compiles the decoder of a channel.
    ///
    /// @param topic used in messages about errors
    /// @param messageEncoding `ros1`, `cdr`, `json` or `protobuf`
    /// @param schemaEncoding `ros1msg`, `ros2msg`, `ros2idl`, `jsonschema` or `protobuf`; for JSON
    ///   messages it may be empty
    /// @param schemaName name of the type, such as `sensor_msgs/msg/Imu`
    /// @param schema the schema as the recording has it: text, or for protobuf a serialised
    ///   FileDescriptorSet
    /// @throws MessageSchemaException where the schema is malformed or the pair of encodings is not
    ///   supported
    public static MessageDecoder compile(
            String topic,
            String messageEncoding,
            String schemaEncoding,
            String schemaName,
            byte[] schema) {
        MessageFormat format =
                switch (messageEncoding) {
                    case "ros1" ->
                            new BinaryFormat(
                                    struct(
                                            topic,
                                            messageEncoding,
                                            schemaEncoding,
                                            schemaName,
                                            schema),
                                    false);
                    case "cdr" ->
                            new BinaryFormat(
                                    struct(
                                            topic,
                                            messageEncoding,
                                            schemaEncoding,
                                            schemaName,
                                            schema),
                                    true);
                    case "json" ->
                            new JsonFormat(
                                    struct(
                                            topic,
                                            messageEncoding,
                                            schemaEncoding,
                                            schemaName,
                                            schema));
                    case "protobuf" -> {
                        if (!schemaEncoding.equals("protobuf")) {
                            throw unsupported(topic, messageEncoding, schemaEncoding);
                        }
                        yield new ProtobufFormat(
                                ProtobufSchema.parse(schemaName, schema), schemaName);
                    }
                    default -> throw unsupported(topic, messageEncoding, schemaEncoding);
                };
        return new MessageDecoder(topic, schemaName, format);
    }

    private static StructType struct(
            String topic,
            String messageEncoding,
            String schemaEncoding,
            String name,
            byte[] schema) {
        String pair = schemaEncoding + " " + messageEncoding;
        return switch (pair) {
            case "ros1msg ros1" ->
                    RosMessageSchema.parse(RosMessageSchema.Dialect.ROS1, name, text(schema));
            case "ros2msg cdr" ->
                    RosMessageSchema.parse(RosMessageSchema.Dialect.ROS2, name, text(schema));
            case "ros2idl cdr" -> IdlSchema.parse(name, text(schema));
            case "jsonschema json" -> JsonSchema.parse(name, schema);
            case " json" -> JsonSchema.parse(name, new byte[0]);
            default -> throw unsupported(topic, messageEncoding, schemaEncoding);
        };
    }

    private static String text(byte[] schema) {
        return new String(schema, StandardCharsets.UTF_8);
    }

    private static MessageSchemaException unsupported(
            String topic, String messageEncoding, String schemaEncoding) {
        return new MessageSchemaException(
                "Topic %s has messages in '%s' with a schema in '%s', which cannot be decoded; supported are ros1 with "
                                .formatted(topic, messageEncoding, schemaEncoding)
                        + "ros1msg, cdr with ros2msg or ros2idl, json with jsonschema or none,"
                        + " protobuf with protobuf.");
    }

    /// This decoder for another topic with the same schema: what was compiled is shared.
    ///
    /// @param name used in messages about errors
    public MessageDecoder forTopic(String name) {
        return name.equals(topic) ? this : new MessageDecoder(name, typeName, format);
    }

    /// Name of the messages' type, as the recording has it.
    public String typeName() {
        return typeName;
    }

    /// The root of the schema's places.
    public MessageNode root() {
        return format.nodes().getFirst();
    }

    /// All places of the schema, each at the index of its id.
    public List<MessageNode> nodes() {
        return format.nodes();
    }

    /// Decodes one message into a sink. The sink may have received part of a message when this
    /// throws.
    public void decode(byte[] data, int offset, int length, MessageSink sink)
            throws MessageDecodeException {
        try {
            format.decode(data, offset, length, sink);
        } catch (MalformedMessage e) {
            throw located(e);
        }
    }

    /// Decodes one message into a tree.
    public MessageValue decode(byte[] data) throws MessageDecodeException {
        return decode(data, 0, data.length);
    }

    /// Decodes one message into a tree.
    public MessageValue decode(byte[] data, int offset, int length) throws MessageDecodeException {
        TreeSink sink = new TreeSink(format.nodes());
        decode(data, offset, length, sink);
        return sink.value();
    }

    /// An encoder of messages of this type, which takes what this decoder hands over; empty for
    /// encodings other than ROS 1 and CDR, and for types with wide texts or mutable ones.
    public Optional<MessageEncoder> encoder() {
        boolean odd =
                nodes().stream()
                        .anyMatch(node ->
                                node.type() == ScalarType.WSTRING
                                        || (node.type() instanceof StructType struct
                                                && struct.isMutable()));
        return format instanceof BinaryFormat binary && !odd
                ? Optional.of(new MessageEncoder(nodes(), binary.isCdr()))
                : Optional.empty();
    }

    /// Whether the type has a `header.stamp`.
    public boolean hasHeaderStamp() {
        return stampNode >= 0;
    }

    /// The message's `header.stamp` in nanoseconds since the epoch, without decoding what follows
    /// it where the encoding allows; empty where the type or the message has none.
    public OptionalLong headerStamp(byte[] data, int offset, int length)
            throws MessageDecodeException {
        if (stampNode < 0) {
            return OptionalLong.empty();
        }
        StampSink sink = new StampSink(stampNode);
        try {
            if (format instanceof BinaryFormat binary) {
                binary.decodeUpTo(stampNode, data, offset, length, sink);
            } else {
                format.decode(data, offset, length, sink);
            }
        } catch (MalformedMessage e) {
            throw located(e);
        }
        return sink.found ? OptionalLong.of(sink.nanos) : OptionalLong.empty();
    }

    private MessageDecodeException located(MalformedMessage e) {
        String path = format.nodes().get(e.node()).path();
        return new MessageDecodeException(
                topic, typeName, path, e.offset(), String.valueOf(e.getMessage()));
    }

    private static final class StampSink implements MessageSink {
        private final int node;
        private long nanos;
        private boolean found;

        StampSink(int node) {
            this.node = node;
        }

        @Override
        public void nanos(int at, long value) {
            if (at == node) {
                nanos = value;
                found = true;
            }
        }
    }
}
