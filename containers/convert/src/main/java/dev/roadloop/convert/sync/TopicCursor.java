package dev.roadloop.convert.sync;

import dev.roadloop.convert.sync.TopicPlan.Group;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Walks over the samples of one topic in the order of their times. Samples that are out of order
/// by no more than a second, or the topic's longest gap, are put in order.
///
/// Memory: the samples of a second, or of twice the longest gap; at most 50,000.
final class TopicCursor {

    private static final int MOST_AHEAD = 50_000;
    private static final long LEAST_HORIZON = 1_000_000_000L;

    private final TopicPlan plan;
    private final SampleSpool.Reader reader;
    private final TimeBase base;
    private final long horizon;
    private final Deque<Sample> ahead = new ArrayDeque<>();
    private final @Nullable Sample[] behind;
    private long read = Long.MIN_VALUE;
    private long latest = Long.MIN_VALUE;
    private boolean atEnd;

    TopicCursor(TopicPlan plan, SampleSpool.Reader reader, TimeBase base) {
        this.plan = plan;
        this.reader = reader;
        this.base = base;
        this.horizon =
                plan.groups().stream()
                        .filter(group -> group.kind() != ColumnKind.STATE)
                        .mapToLong(group -> 2 * group.gapNanos())
                        .reduce(LEAST_HORIZON, Math::max);
        this.behind = new @Nullable Sample[plan.groups().size()];
    }

    TopicPlan plan() {
        return plan;
    }

    /// Moves on to a time: samples of it and before lie behind.
    void moveTo(long time) throws IOException {
        while (!atEnd && read <= time + horizon && ahead.size() < MOST_AHEAD) {
            readOne();
        }
        Sample next = ahead.peekFirst();
        while (next != null && next.time <= time) {
            ahead.removeFirst();
            latest = Math.max(latest, next.time);
            for (int i = 0; i < behind.length; i++) {
                Sample before = behind[i];
                if ((before == null || before.time <= next.time) && has(next, i)) {
                    behind[i] = next;
                }
            }
            next = ahead.peekFirst();
        }
    }

    private void readOne() throws IOException {
        Sample sample = reader.next();
        if (sample == null) {
            atEnd = true;
            return;
        }
        long time = base.time(sample.logTime, sample.stamp);
        sample.time = TopicSamples.isBelievable(time) ? time : sample.logTime;
        read = Math.max(read, sample.time);
        Deque<Sample> later = new ArrayDeque<>(0);
        while (!ahead.isEmpty() && ahead.getLast().time > sample.time) {
            later.addFirst(ahead.removeLast());
        }
        ahead.addLast(sample);
        ahead.addAll(later);
    }

    private boolean has(Sample sample, int group) {
        Group columns = plan.groups().get(group);
        return columns.kind() == ColumnKind.FRAME || sample.has(columns);
    }

    /// The time of the next sample; [Long#MAX_VALUE] where there is none.
    long nextTime() throws IOException {
        while (!atEnd && ahead.isEmpty()) {
            readOne();
        }
        return ahead.isEmpty() ? Long.MAX_VALUE : ahead.getFirst().time;
    }

    /// The latest time that lies behind; [Long#MIN_VALUE] where none does.
    long latest() {
        return latest;
    }

    /// The last sample with values for a group at or before the time moved to.
    @Nullable Sample before(int group) {
        return behind[group];
    }

    /// The first sample with values for a group after the time moved to, as far as that is no later
    /// than a time.
    @Nullable Sample after(int group, long until) {
        for (Sample sample : ahead) {
            if (sample.time > until) {
                return null;
            }
            if (has(sample, group)) {
                return sample;
            }
        }
        return null;
    }
}
