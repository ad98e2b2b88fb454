package dev.roadloop.sensorlog.message;

import dev.roadloop.sensorlog.Topic;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Translates the messages of a ROS 2 topic into those of ROS 1, field by field.
///
/// Values stay as they are. The `seq` of a header, which ROS 2 does not have, is 0. A duration is
/// written as `roscpp` and `rospy` write it: nanoseconds count upwards from whole seconds. What ROS
/// 1 has no room for is refused: wide strings, lists of lists, times before 1970 or after 2106.
///
/// Memory: two copies of a message. For one thread.
public final class Ros1Translation {

    private static final long END_OF_TIME = (1L << 32) * 1_000_000_000L;
    private static final int ABSENT = -1;

    private final MessageDecoder decoder;
    private final Ros1Definition definition;
    private final MessageEncoder encoder;
    private final Values values;
    private final String topic;
    private byte[] bytes = new byte[256];

    private Ros1Translation(String topic, MessageDecoder decoder, Ros1Definition definition) {
        this.topic = topic;
        this.decoder = decoder;
        this.definition = definition;
        List<MessageNode> target =
                MessageNodes.of(
                        RosMessageSchema.parse(
                                RosMessageSchema.Dialect.ROS1,
                                definition.root(),
                                definition.text()));
        // The encoder keeps the durations of ROS 1 as it found them, and splits times upwards.
        this.encoder =
                new MessageEncoder(
                        target.stream().map(Ros1Translation::splitUpwards).toList(), false);
        this.values = new Values(decoder.nodes(), target, encoder);
    }

    private static MessageNode splitUpwards(MessageNode node) {
        return node.type() == ScalarType.DURATION
                ? new MessageNode(node.id(), node.name(), node.path(), ScalarType.TIME, List.of())
                : node;
    }

    /// Whether a topic's messages are ones of ROS 2 that carry their definition.
    public static boolean isFor(Topic topic) {
        return topic.messageEncoding().equals("cdr")
                && (topic.schema().encoding().equals("ros2msg")
                        || topic.schema().encoding().equals("ros2idl"));
    }

    /// Prepares the translation of a topic.
    ///
    /// @throws MessageSchemaException if its definition cannot be read, or ROS 1 has no counterpart
    ///   of a field: the message names it
    public static Ros1Translation of(Topic topic) {
        String name = topic.schema().name();
        byte[] schema = new byte[topic.schema().data().remaining()];
        topic.schema().data().get(schema);
        MessageDecoder decoder =
                MessageDecoder.compile(
                        topic.name(),
                        topic.messageEncoding(),
                        topic.schema().encoding(),
                        name,
                        schema);
        Ros1Definition definition =
                topic.schema().encoding().equals("ros2msg")
                        ? Ros1Definition.ofRos2(name, topic.schema().text())
                        : Ros1Definition.of((StructType) decoder.root().type());
        return new Ros1Translation(topic.name(), decoder, definition);
    }

    /// Name of the type in ROS 1, such as `sensor_msgs/Imu`.
    public String typeName() {
        return definition.root();
    }

    /// The type in the `.msg` language of ROS 1, with those that it uses.
    public String definition() {
        return definition.text();
    }

    /// The checksum by which ROS 1 knows the type, in hexadecimal digits.
    public String md5sum() {
        return definition.md5sum();
    }

    /// Translates one message.
    ///
    /// @param message in CDR; its position is left as it was
    /// @return valid until the next
    /// @throws MessageDecodeException if it cannot be decoded, or a value has no room in ROS 1
    public ByteBuffer translate(ByteBuffer message) throws MessageDecodeException {
        int length = message.remaining();
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, (int) Math.min(1L << 30, 2L * bytes.length))];
        }
        message.get(message.position(), bytes, 0, length);
        encoder.begin();
        values.begin();
        decoder.decode(bytes, 0, length, values);
        if (values.missing != ABSENT) {
            throw refused(values.missing, "it is missing, and ROS 1 has a value for every field.");
        }
        if (values.outside != ABSENT) {
            throw refused(
                    values.outside,
                    "a time of %d ns cannot be written in ROS 1, whose times are from 0 to 2^32 s."
                            .formatted(values.outsideNanos));
        }
        return encoder.message();
    }

    private MessageDecodeException refused(int node, String problem) {
        return new MessageDecodeException(
                topic, decoder.typeName(), decoder.nodes().get(node).path(), 0, problem);
    }

    /// Hands values to the encoder, from the places of one schema to those of the other.
    private static final class Values implements MessageSink {

        private final MessageEncoder out;
        private final int[] targets;
        private final int[] sequences;
        private final boolean[] times;
        private int outside = ABSENT;
        private long outsideNanos;
        private int missing = ABSENT;

        Values(List<MessageNode> source, List<MessageNode> target, MessageEncoder out) {
            this.out = out;
            this.targets = new int[source.size()];
            this.sequences = new int[source.size()];
            this.times = new boolean[source.size()];
            Arrays.fill(sequences, ABSENT);
            join(source.getFirst(), target.getFirst());
        }

        private void join(MessageNode from, MessageNode to) {
            targets[from.id()] = to.id();
            times[from.id()] = from.type() == ScalarType.TIME;
            if (from.isBlob()) {
                // What one dialect has as a run of bytes, the other may have as a list of them.
                return;
            }
            int more = to.children().size() - from.children().size();
            if (more == 1 && isHeader(from)) {
                sequences[from.id()] = to.children().getFirst().id();
            } else if (more != 0) {
                throw new MessageSchemaException(
                        "'%s' has %d parts in ROS 2 and %d in ROS 1."
                                .formatted(
                                        from.path(), from.children().size(), to.children().size()));
            }
            for (int i = 0; i < from.children().size(); i++) {
                join(from.children().get(i), to.children().get(i + more));
            }
        }

        private static boolean isHeader(MessageNode node) {
            return node.type() instanceof StructType struct
                    && struct.name().equals(Ros1Definition.HEADER);
        }

        void begin() {
            outside = ABSENT;
            missing = ABSENT;
            sequence(0);
        }

        private void sequence(int node) {
            if (sequences[node] != ABSENT) {
                out.integer(sequences[node], 0);
            }
        }

        @Override
        public void absent(int node) {
            missing = missing == ABSENT ? node : missing;
        }

        @Override
        public void bool(int node, boolean value) {
            out.bool(targets[node], value);
        }

        @Override
        public void integer(int node, long value) {
            out.integer(targets[node], value);
        }

        @Override
        public void float32(int node, float value) {
            out.float32(targets[node], value);
        }

        @Override
        public void float64(int node, double value) {
            out.float64(targets[node], value);
        }

        @Override
        public void text(int node, byte[] buffer, int offset, int length) {
            out.text(targets[node], buffer, offset, length);
        }

        @Override
        public void blob(int node, byte[] buffer, int offset, int length, int messageOffset) {
            out.blob(targets[node], buffer, offset, length, messageOffset);
        }

        @Override
        public void nanos(int node, long value) {
            if (times[node] && (value < 0 || value >= END_OF_TIME) && outside == ABSENT) {
                outside = node;
                outsideNanos = value;
            }
            out.nanos(targets[node], value);
        }

        @Override
        public void beginStruct(int node) {
            out.beginStruct(targets[node]);
            sequence(node);
        }

        @Override
        public void beginList(int node, int size) {
            out.beginList(targets[node], size);
        }
    }
}
