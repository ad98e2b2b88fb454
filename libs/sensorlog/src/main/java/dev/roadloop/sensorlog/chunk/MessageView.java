package dev.roadloop.sensorlog.chunk;

import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.Topic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// The one message object of a cursor.
public final class MessageView implements Message {

    private @Nullable Topic topic;
    private @Nullable ByteBuffer backing;
    private ByteBuffer data = ByteBuffer.allocate(0);
    private long logTime;
    private long publishTime;
    private long sequence;

    /// Shows the message whose data lies in `buffer` from `from` to `to`.
    public void show(
            Topic of,
            long logged,
            long published,
            long number,
            ByteBuffer buffer,
            int from,
            int to) {
        topic = of;
        logTime = logged;
        publishTime = published;
        sequence = number;
        if (backing != buffer) {
            backing = buffer;
            data = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        }
        data.limit(to).position(from);
    }

    /// Shows nothing.
    public void clear() {
        topic = null;
    }

    @Override
    public Topic topic() {
        Topic shown = topic;
        if (shown == null) {
            throw new IllegalStateException(
                    "no message: call next() first, and only use the message if it was true");
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
