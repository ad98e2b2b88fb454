package dev.roadloop.drivejob;

import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Messages that were copied from a cursor, and for each lane which of them are its own.
final class MessageBatch {

    private static final int MAX_MESSAGES = 4096;

    private final byte[] bytes;
    private final int permits;
    private final List<Share> shares = new ArrayList<>();
    private final AtomicInteger left = new AtomicInteger();
    private int size;
    private int messages;

    MessageBatch(int capacity, int permits) {
        this.bytes = new byte[capacity];
        this.permits = permits;
    }

    boolean hasRoomFor(int length) {
        return messages < MAX_MESSAGES && length <= bytes.length - size;
    }

    void add(TopicFanOut.Lane lane, TopicFanOut.Worker worker, Message message) {
        ByteBuffer data = message.data();
        int length = data.remaining();
        data.get(data.position(), bytes, size, length);
        Share share = lane.filling;
        if (share == null) {
            share = new Share(lane, new ArrayList<>());
            lane.filling = share;
            shares.add(share);
            left.incrementAndGet();
        }
        ByteBuffer copy = ByteBuffer.wrap(bytes, size, length).order(ByteOrder.LITTLE_ENDIAN);
        share.entries.add(
                new Entry(
                        worker,
                        new Copy(
                                message.topic(),
                                message.logTime(),
                                message.publishTime(),
                                message.sequence(),
                                copy)));
        size += length;
        messages++;
    }

    List<Share> shares() {
        return shares;
    }

    private record Entry(TopicFanOut.Worker worker, Copy message) {}

    private record Copy(Topic topic, long logTime, long publishTime, long sequence, ByteBuffer data)
            implements Message {}

    /// One lane's messages of the batch.
    final class Share {
        private final TopicFanOut.Lane lane;
        private final List<Entry> entries;

        private Share(TopicFanOut.Lane lane, List<Entry> entries) {
            this.lane = lane;
            this.entries = entries;
        }

        TopicFanOut.Lane lane() {
            return lane;
        }

        void handOver() throws IOException {
            for (Entry entry : entries) {
                entry.worker.take(entry.message);
            }
        }

        /// The room that this share gives back: all of the batch's when it was the last.
        int permitsWhenDone() {
            return left.decrementAndGet() == 0 ? permits : 0;
        }
    }
}
