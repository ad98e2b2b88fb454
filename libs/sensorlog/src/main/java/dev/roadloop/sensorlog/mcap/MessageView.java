package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.Topic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// The one message object of a cursor.
final class MessageView implements Message {

    private @Nullable Topic topic;
    private @Nullable ByteBuffer backing;
    private ByteBuffer data = ByteBuffer.allocate(0);
    private long logTime;
    private long publishTime;
    private long sequence;

    /// Shows the message whose record content starts at `at` in `buffer`.
    void show(Topic of, ByteBuffer buffer, int at, int length) {
        topic = of;
        sequence = buffer.getInt(at + 2) & 0xFFFF_FFFFL;
        logTime = buffer.getLong(at + 6);
        publishTime = buffer.getLong(at + 14);
        if (backing != buffer) {
            backing = buffer;
            data = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        }
        data.limit(at + length).position(at + Op.MESSAGE_HEAD);
    }

    void clear() {
        topic = null;
    }

    boolean isShown() {
        return topic != null;
    }

    @Override
    public Topic topic() {
        Topic shown = topic;
        if (shown == null) {
            throw new IllegalStateException("no message: call next() first, and only use the message if it was true");
        }
        return shown;
    }

    @Override
    public long logTime() {
        return logTime;
    }

    @Override
    public long publishTime() {
        return publishTime;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public ByteBuffer data() {
        return data;
    }
}
