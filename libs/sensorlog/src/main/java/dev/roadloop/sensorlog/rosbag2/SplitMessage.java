package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.Topic;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A message of one file as that of the whole bag: its topic is the bag's, its data unpacked.
final class SplitMessage implements Message {

    private @Nullable Message message;
    private @Nullable Topic topic;
    private @Nullable ByteBuffer data;

    void show(Message of, Topic merged, ByteBuffer unpacked) {
        message = of;
        topic = merged;
        data = unpacked;
    }

    void clear() {
        message = null;
        topic = null;
        data = null;
    }

    private static <T> T shown(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException(
                    "no message: call next() first, and only use the message if it was true");
        }
        return part;
    }

    @Override
    public Topic topic() {
        return shown(topic);
    }

    @Override
    public long logTime() {
        return shown(message).logTime();
    }

    @Override
    public long publishTime() {
        return shown(message).publishTime();
    }

    @Override
    public long sequence() {
        return shown(message).sequence();
    }

    @Override
    public ByteBuffer data() {
        return shown(data);
    }
}
