package dev.roadloop.inspect;

import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageSchemaException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Looks into the messages of one topic: its header stamps against the log clock and, for
/// positions, where it was. Memory: about 1 KiB.
final class TopicWatch {

    private static final String POSITION = "sensor_msgs/NavSatFix";

    private final String type;
    private final @Nullable MessageDecoder decoder;
    private final @Nullable String schemaProblem;
    private final boolean position;
    private final Positions positions;
    private final StampOffsets stamps = new StampOffsets();
    private long undecodable;
    private @Nullable String firstDecodeProblem;
    private byte[] copy = new byte[0];

    TopicWatch(Topic topic, Positions positions) {
        this.type = plainType(topic.schema().name());
        this.position = type.equals(POSITION);
        this.positions = positions;
        MessageDecoder compiled = null;
        String problem = null;
        try {
            compiled =
                    MessageDecoder.compile(
                            topic.name(),
                            topic.messageEncoding(),
                            topic.schema().encoding(),
                            topic.schema().name(),
                            bytes(topic));
        } catch (MessageSchemaException e) {
            problem = e.getMessage();
        }
        this.decoder = compiled;
        this.schemaProblem = problem;
    }

    /// ROS 2's `sensor_msgs/msg/Imu` and ROS 1's `sensor_msgs/Imu` are the same type: the latter
    /// form.
    static String plainType(String schemaName) {
        return schemaName.replace("/msg/", "/");
    }

    void add(Message message) {
        if (decoder == null || !decoder.hasHeaderStamp() && !position) {
            return;
        }
        int length = message.data().remaining();
        byte[] data;
        int offset;
        if (message.data().hasArray()) {
            data = message.data().array();
            offset = message.data().arrayOffset() + message.data().position();
        } else {
            if (copy.length < length) {
                copy = new byte[length];
            }
            message.data().get(message.data().position(), copy, 0, length);
            data = copy;
            offset = 0;
        }
        try {
            OptionalLong stamp = decoder.headerStamp(data, offset, length);
            if (stamp.isPresent() && stamp.getAsLong() != 0) {
                stamps.add(message.logTime(), stamp.getAsLong());
            }
            if (position) {
                positions.add(decoder.decode(data, offset, length));
            }
        } catch (MessageDecodeException e) {
            undecodable++;
            if (firstDecodeProblem == null) {
                firstDecodeProblem = e.getMessage();
            }
        }
    }

    /// The type's name without `msg/`.
    String type() {
        return type;
    }

    StampOffsets stamps() {
        return stamps;
    }

    /// Why no message of this topic can be decoded; null if they can, or if the topic has no schema
    /// at all.
    @Nullable String schemaProblem() {
        return schemaProblem;
    }

    /// Messages that do not follow their schema.
    long undecodable() {
        return undecodable;
    }

    @Nullable String firstDecodeProblem() {
        return firstDecodeProblem;
    }

    private static byte[] bytes(Topic topic) {
        byte[] schema = new byte[topic.schema().data().remaining()];
        topic.schema().data().get(schema);
        return schema;
    }
}
