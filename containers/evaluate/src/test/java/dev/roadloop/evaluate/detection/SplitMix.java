package dev.roadloop.evaluate.detection;

/// SplitMix64, the random numbers of `bench/coco/random_sets.py`.
final class SplitMix {
    private long state;

    SplitMix(long seed) {
        state = seed;
    }

    double unit() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }

    int below(int n) {
        return (int) (unit() * n);
    }
}
