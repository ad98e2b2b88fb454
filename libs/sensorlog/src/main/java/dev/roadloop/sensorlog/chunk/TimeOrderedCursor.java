package dev.roadloop.sensorlog.chunk;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Delivers by log time what a format reads in file order, in passes: each collects the earliest
/// messages that fit in memory, delivers them sorted, and the next pass takes those that follow.
/// Where an index tells that nothing earlier comes, a pass ends there, so that a file in order is
/// read about once. Without an index every pass reads the rest of the file.
///
/// Memory: at most twice [ReadOptions#sortBytes] and one message, beside what reading in file order
/// needs.
public final class TimeOrderedCursor implements MessageCursor {

    private static final int ENTRY_BYTES = 96;

    /// Starts reading in file order.
    @FunctionalInterface
    public interface Opener {
        /// A cursor that reads as `options` say, in file order.
        Source open(ReadOptions options) throws IOException;
    }

    /// A cursor in file order that may know what is still to come.
    public interface Source extends MessageCursor {
        /// No message after the current one is earlier than this; [Long#MIN_VALUE] if that is not
        /// known now.
        long earliestAhead();
    }

    private record Entry(
            long time, long ordinal, Topic topic, long published, long sequence, ByteBuffer data) {
        int cost() {
            return data.limit() + ENTRY_BYTES;
        }
    }

    private static final Comparator<Entry> BY_TIME =
            Comparator.comparingLong(Entry::time).thenComparingLong(Entry::ordinal);

    private final Opener opener;
    private final ReadOptions options;
    private final MessageView view = new MessageView();
    private final Set<Loss> losses = new LinkedHashSet<>();
    private List<Entry> entries = new ArrayList<>();
    private int next;
    private long bytes;
    private long lastTime;
    private long deliveredAtLastTime;
    private boolean started;
    private boolean ended;
    private long cutTime;
    private boolean cut;

    /// @param options what to read; their order is ignored here
    public TimeOrderedCursor(Opener opener, ReadOptions options) {
        this.opener = opener;
        this.options = options.withOrder(ReadOptions.Order.FILE);
        this.lastTime = options.from();
    }

    @Override
    public boolean next() throws IOException {
        view.clear();
        if (next == entries.size()) {
            if (ended) {
                return false;
            }
            collect();
            if (entries.isEmpty()) {
                return false;
            }
        }
        Entry entry = entries.get(next++);
        deliveredAtLastTime = started && entry.time() == lastTime ? deliveredAtLastTime + 1 : 1;
        lastTime = entry.time();
        started = true;
        view.show(
                entry.topic(),
                entry.time(),
                entry.published(),
                entry.sequence(),
                entry.data(),
                0,
                entry.data().limit());
        return true;
    }

    private void collect() throws IOException {
        entries = new ArrayList<>();
        next = 0;
        bytes = 0;
        cut = false;
        cutTime = Long.MAX_VALUE;
        long toSkip = started ? deliveredAtLastTime : 0;
        boolean complete = true;
        try (Source source = opener.open(options.withTime(lastTime, options.to()))) {
            long ordinal = 0;
            long latest = Long.MIN_VALUE;
            while (source.next()) {
                Message message = source.message();
                if (started && message.logTime() == lastTime && toSkip > 0) {
                    toSkip--;
                    continue;
                }
                if (!cut || message.logTime() < cutTime) {
                    keep(message, ordinal++);
                    latest = Math.max(latest, message.logTime());
                }
                long ahead = source.earliestAhead();
                if (bytes > options.sortBytes()
                        && !cut
                        && ahead != Long.MIN_VALUE
                        && latest <= ahead) {
                    complete = false;
                    break;
                }
                if (bytes > options.sortBytes()
                        && (ahead != Long.MIN_VALUE || bytes > 2L * options.sortBytes())) {
                    halve();
                }
                if (cut && ahead != Long.MIN_VALUE && cutTime <= ahead) {
                    complete = false;
                    break;
                }
            }
            losses.addAll(source.losses().losses());
        }
        ended = complete && !cut;
        entries.sort(BY_TIME);
    }

    private void keep(Message message, long ordinal) {
        ByteBuffer data = message.data();
        ByteBuffer copy = ByteBuffer.allocate(data.remaining());
        copy.put(0, data, data.position(), data.remaining());
        Entry entry =
                new Entry(
                        message.logTime(),
                        ordinal,
                        message.topic(),
                        message.publishTime(),
                        message.sequence(),
                        copy);
        entries.add(entry);
        bytes += entry.cost();
    }

    /// Keeps the earlier half by size, at least one message; what follows waits for the next pass.
    private void halve() {
        entries.sort(BY_TIME);
        long kept = entries.getFirst().cost();
        int n = 1;
        while (n < entries.size() && kept + entries.get(n).cost() <= bytes / 2) {
            kept += entries.get(n++).cost();
        }
        if (n == entries.size()) {
            return;
        }
        cutTime = entries.get(n).time();
        cut = true;
        entries = new ArrayList<>(entries.subList(0, n));
        bytes = kept;
    }

    @Override
    public Message message() {
        view.topic();
        return view;
    }

    @Override
    public LossReport losses() {
        LossRecorder all = new LossRecorder();
        losses.forEach(all::add);
        return all.toReport();
    }

    @Override
    public void close() {
        entries = List.of();
        next = 0;
        ended = true;
    }
}
