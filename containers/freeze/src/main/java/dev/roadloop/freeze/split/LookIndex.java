package dev.roadloop.freeze.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/// Finds 64-bit hashes that differ in few bits, exactly, without comparing all with all: of four
/// parts of 16 bits at least one differs in no more than a quarter of the bits (multi-index
/// hashing, M. Norouzi et al., 2012). Memory: about 100 bytes a hash.
final class LookIndex {
    private static final int PARTS = 4;
    private static final int PART_BITS = 16;

    private final int bits;
    private final int[] masks;
    private final List<Map<Integer, List<Integer>>> parts = new ArrayList<>();
    private final List<Long> hashes = new ArrayList<>();

    /// @param bits how many may differ, 0 to 11
    LookIndex(int bits) {
        this.bits = bits;
        this.masks = masks(bits / PARTS);
        for (int i = 0; i < PARTS; i++) {
            parts.add(new HashMap<>());
        }
    }

    /// Adds a hash; the first is number 0.
    void add(long hash) {
        int number = hashes.size();
        hashes.add(hash);
        for (int part = 0; part < PARTS; part++) {
            parts.get(part).computeIfAbsent(part(hash, part), key -> new ArrayList<>()).add(number);
        }
    }

    /// Tells the number of each hash that is near, once.
    void near(long hash, IntConsumer found) {
        for (int part = 0; part < PARTS; part++) {
            for (int mask : masks) {
                List<Integer> bucket = parts.get(part).get(part(hash, part) ^ mask);
                if (bucket == null) {
                    continue;
                }
                for (int number : bucket) {
                    long other = hashes.get(number);
                    if (Long.bitCount(hash ^ other) <= bits && firstPart(hash, other) == part) {
                        found.accept(number);
                    }
                }
            }
        }
    }

    /// The first part in which two hashes are near enough to be found by it.
    private int firstPart(long a, long b) {
        for (int part = 0; part < PARTS; part++) {
            if (Integer.bitCount(part(a, part) ^ part(b, part)) <= bits / PARTS) {
                return part;
            }
        }
        return -1;
    }

    private static int part(long hash, int part) {
        return (int) (hash >>> part * PART_BITS) & 0xffff;
    }

    /// All numbers of 16 bits with at most so many set.
    private static int[] masks(int most) {
        List<Integer> masks = new ArrayList<>();
        for (int mask = 0; mask < 1 << PART_BITS; mask++) {
            if (Integer.bitCount(mask) <= most) {
                masks.add(mask);
            }
        }
        return masks.stream().mapToInt(Integer::intValue).toArray();
    }
}
