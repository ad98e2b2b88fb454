package dev.roadloop.convert.product;

import dev.roadloop.domain.TopicKey;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    /// The run of bytes in its field `data`, where it has a keyframe.
    @Override
    public Optional<byte[]> image() {
        MessageDecoder decoder = topic.decoder();
        if (frameKey.isEmpty() || decoder == null) {
            return Optional.empty();
        }
        int data =
                decoder.nodes().stream()
                        .filter(node -> node.path().equals("data"))
                        .mapToInt(MessageNode::id)
                        .findFirst()
                        .orElseThrow();
        byte[][] found = new byte[1][];
        decode(
                new MessageSink() {
                    @Override
                    public void blob(int node, byte[] buffer, int at, int bytes, int offset) {
                        if (node == data) {
                            found[0] = Arrays.copyOfRange(buffer, at, at + bytes);
                        }
                    }
                });
        return Optional.ofNullable(found[0]);
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
