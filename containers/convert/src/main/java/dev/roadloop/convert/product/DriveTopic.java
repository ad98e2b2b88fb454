package dev.roadloop.convert.product;

import dev.roadloop.domain.TopicKey;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.message.MessageDecoder;
import org.jspecify.annotations.Nullable;

/// A stream of messages as one recording of the drive declares it. Its identity is that of the
/// stream: the same object for all messages of a stream in a recording.
public final class DriveTopic {

    private final Topic stream;
    private final TopicKey key;
    private final @Nullable MessageDecoder decoder;

    /// @param decoder null where its messages cannot be decoded, or not as the topic's other
    ///   messages are
    public DriveTopic(Topic stream, TopicKey key, @Nullable MessageDecoder decoder) {
        this.stream = stream;
        this.key = key;
        this.decoder = decoder;
    }

    /// Such as `/camera/front/image/compressed`.
    public String name() {
        return stream.name();
    }

    /// The topic as it stands in keys.
    public TopicKey key() {
        return key;
    }

    /// The messages' type without `msg/`: `sensor_msgs/Imu`.
    public String type() {
        return stream.schema().name().replace("/msg/", "/");
    }

    /// The stream as the recording declares it.
    public Topic stream() {
        return stream;
    }

    /// How its messages are decoded; the same for all recordings of the drive in which the topic
    /// has the same schema. Null where they cannot be.
    public @Nullable MessageDecoder decoder() {
        return decoder;
    }
}
