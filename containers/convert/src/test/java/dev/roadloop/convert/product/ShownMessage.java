package dev.roadloop.convert.product;

import dev.roadloop.domain.TopicKey;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// A message as a test shows it to a product.
public record ShownMessage(
        DriveTopic topic, long logTime, byte[] array, int length, Optional<String> frameKey)
        implements DriveMessage {

    /// A message without keyframe.
    public static ShownMessage of(DriveTopic topic, long logTime, ByteBuffer content) {
        return new ShownMessage(topic, logTime, content.array(), content.limit(), Optional.empty());
    }

    /// The same message, of which a keyframe was kept.
    public ShownMessage withFrame(String key) {
        return new ShownMessage(topic, logTime, array, length, Optional.of(key));
    }

    /// A topic of ROS 1 messages.
    public static DriveTopic ros1(String name, String type, String schema) {
        MessageDecoder decoder =
                MessageDecoder.compile(
                        name, "ros1", "ros1msg", type, schema.getBytes(StandardCharsets.UTF_8));
        return new DriveTopic(
                new Topic(0, name, "ros1", Schema.of(type, "ros1msg", schema), Map.of()),
                TopicKey.of(name),
                decoder);
    }

    @Override
    public String file() {
        return "a.mcap";
    }

    @Override
    public long publishTime() {
        return logTime;
    }

    @Override
    public long sequence() {
        return 0;
    }

    @Override
    public int offset() {
        return 0;
    }
}
