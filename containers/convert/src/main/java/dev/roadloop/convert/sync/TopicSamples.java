package dev.roadloop.convert.sync;

import dev.roadloop.contracts.ClockComparison;
import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.drivejob.clock.ClockFit;
import dev.roadloop.drivejob.clock.ClockTrack;
import dev.roadloop.sensorlog.message.MessageSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Samples the messages of one topic as they come.
final class TopicSamples {

    /// Log times outside of it are those of no drive: from 1970 to 2096.
    private static final long LATEST = 4_000_000_000_000_000_000L;

    private final TopicPlan plan;
    private final TextStore texts;
    private final SampleSpool.Queue queue;
    private final Sample sample;
    private final Sink sink = new Sink();
    private final ClockTrack stamps;
    private final List<ClockTrack> clocks = new ArrayList<>();
    private final long[] lastText;
    private final byte[][] lastBytes;
    private final boolean[] real;
    private long outside;
    private long count;

    TopicSamples(TopicPlan plan, SyncPolicy policy, SampleSpool spool, TextStore texts) {
        this.plan = plan;
        this.texts = texts;
        this.queue = spool.new Queue(plan.slots());
        this.sample = new Sample(plan.slots());
        this.stamps = new ClockTrack(policy.maxStampJumpSeconds());
        plan.clocks().forEach(clock -> clocks.add(new ClockTrack(policy.maxStampJumpSeconds())));
        this.lastText = new long[plan.slots()];
        this.lastBytes = new byte[plan.slots()][];
        this.real = new boolean[plan.slots()];
        for (int slot = 0; slot < real.length; slot++) {
            real[slot] = plan.isReal(slot);
        }
    }

    TopicPlan plan() {
        return plan;
    }

    /// Samples of messages logged before 1970 or after 2096, which were left out.
    long outside() {
        return outside;
    }

    /// Number of samples.
    long count() {
        return count;
    }

    /// Whether a time can be one of a drive.
    static boolean isBelievable(long time) {
        return time >= 0 && time <= LATEST;
    }

    void take(DriveMessage message) throws IOException {
        if (!isBelievable(message.logTime())) {
            outside++;
            return;
        }
        sample.clear();
        sample.logTime = message.logTime();
        try {
            if (!message.decode(sink)) {
                return;
            }
        } catch (UncheckedIOException e) {
            throw new IOException("the scratch file of texts failed: " + e.getMessage(), e);
        }
        if (sample.stamp != Sample.NO_STAMP) {
            stamps.add(sample.logTime, sample.stamp);
        }
        if (plan.frames() != null && message.frameKey().isPresent()) {
            byte[] key = message.frameKey().get().getBytes(StandardCharsets.UTF_8);
            if (key.length <= TextStore.MAX_BYTES) {
                sample.set(0, texts.add(key, 0, key.length));
            }
        }
        if (!plan.groups().isEmpty()) {
            queue.add(sample);
            count++;
        }
    }

    /// How its stamps ran; null where it has none.
    @Nullable ClockFit stampFit() {
        return stamps.isEmpty() ? null : stamps.fit();
    }

    /// How its clocks ran.
    List<ClockComparison> comparisons() {
        List<ClockComparison> comparisons = new ArrayList<>();
        if (!stamps.isEmpty()) {
            comparisons.add(comparison("header.stamp", stamps.fit()));
        }
        for (int i = 0; i < clocks.size(); i++) {
            if (!clocks.get(i).isEmpty()) {
                comparisons.add(comparison(plan.clocks().get(i).field(), clocks.get(i).fit()));
            }
        }
        return comparisons;
    }

    private ClockComparison comparison(String field, ClockFit fit) {
        return new ClockComparison(
                plan.topic(),
                field,
                fit.samples(),
                fit.offsetSeconds(),
                fit.driftPpm(),
                fit.jitterSeconds(),
                fit.jumps(),
                fit.greatestJumpSeconds());
    }

    SampleSpool.Reader reader() {
        return queue.reader();
    }

    private final class Sink implements MessageSink {
        private int element;

        @Override
        public void beginList(int node, int size) {
            element = 0;
        }

        @Override
        public void bool(int node, boolean value) {
            put(node, value ? 1 : 0);
        }

        @Override
        public void integer(int node, long value) {
            int slot = plan.slotOfNode().get(node);
            if (slot >= 0) {
                sample.set(slot, real[slot] ? Double.doubleToRawLongBits(value) : value);
            }
        }

        @Override
        public void float32(int node, float value) {
            float64(node, value);
        }

        @Override
        public void float64(int node, double value) {
            if (Double.isFinite(value)) {
                put(node, Double.doubleToRawLongBits(value));
            } else {
                element++;
            }
        }

        @Override
        public void nanos(int node, long value) {
            if (node == plan.stampNode()) {
                sample.stamp = value == 0 ? Sample.NO_STAMP : value;
                return;
            }
            for (int i = 0; i < clocks.size(); i++) {
                if (plan.clocks().get(i).node() == node && value != 0) {
                    clocks.get(i).add(sample.logTime, value);
                }
            }
        }

        @Override
        public void text(int node, byte[] buffer, int offset, int length) {
            int slot = plan.slotOfNode().get(node);
            if (slot < 0 || length > TextStore.MAX_BYTES) {
                return;
            }
            byte[] last = lastBytes[slot];
            boolean same =
                    last != null
                            && Arrays.equals(last, 0, last.length, buffer, offset, offset + length);
            if (!same) {
                lastBytes[slot] = Arrays.copyOfRange(buffer, offset, offset + length);
                try {
                    lastText[slot] = texts.add(buffer, offset, length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            sample.set(slot, lastText[slot]);
        }

        private void put(int node, long bits) {
            int slot = plan.slotOfNode().get(node);
            int length = plan.slotOfNode().length(node);
            if (length > 0) {
                int index = element++;
                if (index < length) {
                    sample.set(slot + index, bits);
                }
            } else if (slot >= 0) {
                sample.set(slot, bits);
            }
        }
    }
}
