package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.Extras;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.chunk.DecompressionException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Streams several files: one after the other, or all of them by log time. By log time a file is
/// opened when its first message may be the next; of messages of equal time, those of the earlier
/// file come first.
final class SplitCursor implements MessageCursor {

    /// A file being read, standing on a message.
    private static final class Open {
        final int number;
        final SplitRecording.Part part;
        final MessageCursor cursor;
        final Map<Topic, Topic> topics = new IdentityHashMap<>();

        Open(int number, SplitRecording.Part part, MessageCursor cursor) {
            this.number = number;
            this.part = part;
            this.cursor = cursor;
        }

        String name() {
            return part.name();
        }

        double passed() {
            return cursor.passed() * part.source().size();
        }

        void close() throws IOException {
            cursor.close();
            part.source().release();
        }

        long time() {
            return cursor.message().logTime();
        }
    }

    /// A file that waits.
    private record Waiting(int number, SplitRecording.Part part, long start) {}

    private final SplitTopics topics;
    private final ReadOptions options;
    private final SplitLosses losses;
    private final Deque<Waiting> waiting;
    private final PriorityQueue<Open> open =
            new PriorityQueue<>(Comparator.comparingLong(Open::time).thenComparing(o -> o.number));
    private final MessageUnpacker unpacker;
    private final SplitMessage view = new SplitMessage();
    private final long bytesOfAll;
    private long bytesOfClosed;
    private Extras extras = Extras.NONE;
    private @Nullable Open current;

    SplitCursor(
            List<SplitRecording.Part> parts,
            SplitTopics topics,
            ReadOptions options,
            LossReport known,
            @Nullable BagMetadata metadata) {
        this.topics = topics;
        this.options = options;
        this.losses = new SplitLosses(known, options.wantsAll() ? metadata : null);
        this.unpacker = new MessageUnpacker(options.maxChunkBytes());
        List<Waiting> all = new ArrayList<>();
        for (SplitRecording.Part part : parts) {
            Long start = byTime() ? part.recording().summary().start() : null;
            all.add(new Waiting(all.size(), part, start == null ? Long.MIN_VALUE : start));
        }
        this.bytesOfAll = parts.stream().mapToLong(part -> part.source().size()).sum();
        all.sort(Comparator.comparingLong(Waiting::start).thenComparing(Waiting::number));
        this.waiting = new ArrayDeque<>(all);
    }

    private boolean byTime() {
        return options.order() == ReadOptions.Order.LOG_TIME;
    }

    @Override
    public boolean next() throws IOException {
        do {
            view.clear();
            step();
            openWaiting();
            current = open.poll();
            if (current == null) {
                losses.end();
                return false;
            }
        } while (!show(current));
        return true;
    }

    /// Moves the file that was shown to its next message, or closes it at its end.
    private void step() throws IOException {
        Open file = current;
        if (file == null) {
            return;
        }
        if (file.cursor.next()) {
            open.add(file);
        } else {
            losses.add(file.name(), file.cursor.losses());
            extras = extras.and(file.cursor.extras());
            bytesOfClosed += file.part.source().size();
            file.close();
        }
        current = null;
    }

    private void openWaiting() throws IOException {
        while (!waiting.isEmpty()
                && (open.isEmpty()
                        || (byTime() && waiting.getFirst().start() <= open.element().time()))) {
            Waiting next = waiting.removeFirst();
            MessageCursor cursor = next.part().recording().read(options);
            current = new Open(next.number(), next.part(), cursor);
            step();
        }
    }

    private boolean show(Open file) {
        Message message = file.cursor.message();
        Topic topic = file.topics.computeIfAbsent(message.topic(), topics::merged);
        try {
            view.show(message, topic, unpacker.unpack(message.data()));
            losses.found(file.name(), topic);
            return true;
        } catch (DecompressionException e) {
            losses.add(
                    new Loss(
                            Loss.Reason.BAD_COMPRESSION,
                            0,
                            0,
                            topic.name(),
                            1L,
                            "%s: message of topic %s at %d: %s"
                                    .formatted(
                                            file.name(),
                                            topic.name(),
                                            message.logTime(),
                                            e.getMessage())));
            return false;
        }
    }

    @Override
    public Message message() {
        view.topic();
        return view;
    }

    @Override
    public LossReport losses() {
        return losses.toReport();
    }

    @Override
    public Extras extras() {
        return extras;
    }

    @Override
    public double passed() {
        double bytes = bytesOfClosed;
        for (Open file : open) {
            bytes += file.passed();
        }
        Open shown = current;
        return bytesOfAll == 0 ? 1 : (bytes + (shown == null ? 0 : shown.passed())) / bytesOfAll;
    }

    @Override
    public void close() throws IOException {
        waiting.clear();
        unpacker.close();
        if (current != null) {
            open.add(current);
            current = null;
        }
        for (Open file : open) {
            file.close();
        }
        open.clear();
    }
}
