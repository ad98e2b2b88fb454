package dev.roadloop.convert.sync;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What a message showed, in the slots of its topic's [TopicPlan].
final class Sample {

    /// Stands for a message without a stamp.
    static final long NO_STAMP = Long.MIN_VALUE;

    long logTime;
    long stamp = NO_STAMP;

    /// When it counts, on the reference clock.
    long time;

    final long[] slots;
    private final long[] present;

    Sample(int slots) {
        this.slots = new long[slots];
        this.present = new long[words(slots)];
    }

    private static int words(int slots) {
        return (slots + Long.SIZE - 1) / Long.SIZE;
    }

    /// Bytes of a sample on disk.
    static int bytes(int slots) {
        return Long.BYTES * (2 + slots + words(slots));
    }

    void clear() {
        stamp = NO_STAMP;
        Arrays.fill(present, 0);
    }

    void set(int slot, long bits) {
        slots[slot] = bits;
        present[slot / Long.SIZE] |= 1L << slot;
    }

    boolean has(int slot) {
        return (present[slot / Long.SIZE] & 1L << slot) != 0;
    }

    /// Whether all slots of a group have values.
    boolean has(TopicPlan.Group group) {
        for (int i = 0; i < group.width(); i++) {
            if (!has(group.slot() + i)) {
                return false;
            }
        }
        return true;
    }

    double real(int slot) {
        return Double.longBitsToDouble(slots[slot]);
    }

    void write(ByteBuffer to) {
        to.putLong(logTime).putLong(stamp);
        for (long bits : slots) {
            to.putLong(bits);
        }
        for (long bits : present) {
            to.putLong(bits);
        }
    }

    void read(ByteBuffer from) {
        logTime = from.getLong();
        stamp = from.getLong();
        for (int i = 0; i < slots.length; i++) {
            slots[i] = from.getLong();
        }
        for (int i = 0; i < present.length; i++) {
            present[i] = from.getLong();
        }
    }
}
