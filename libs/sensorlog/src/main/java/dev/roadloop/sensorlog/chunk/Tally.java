package dev.roadloop.sensorlog.chunk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Counts by the id of a topic. Ids below 65536 cost no box.
public final class Tally {

    private static final int DENSE = 1 << 16;

    private long[] counts = new long[64];
    private final Map<Integer, Long> sparse = new HashMap<>();

    /// Adds `n` to what there is for `id`.
    public void add(int id, long n) {
        if (id < counts.length) {
            counts[id] += n;
        } else if (id < DENSE) {
            counts = Arrays.copyOf(counts, Math.min(DENSE, Math.max(2 * counts.length, id + 1)));
            counts[id] += n;
        } else {
            sparse.merge(id, n, Long::sum);
        }
    }

    /// Count of `id`.
    public long of(int id) {
        return id < counts.length ? counts[id] : sparse.getOrDefault(id, 0L);
    }

    /// All that are not 0.
    public Map<Integer, Long> toMap() {
        Map<Integer, Long> found = new HashMap<>(sparse);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                found.put(i, counts[i]);
            }
        }
        return found;
    }

    /// Forgets all.
    public void clear() {
        Arrays.fill(counts, 0);
        sparse.clear();
    }
}
