package dev.roadloop.learning.data;

import java.util.random.RandomGenerator;

/// Every sample once, then every sample once more in another order, without end. Not for several
/// threads.
final class SampleOrder {

    private static final long PURPOSE = 1;

    private final int samples;
    private final long seed;
    private final int[] order;
    private long epoch = -1;

    SampleOrder(int samples, long seed) {
        this.samples = samples;
        this.seed = seed;
        this.order = new int[samples];
    }

    /// The sample at a place of the sequence.
    int at(long place) {
        long wanted = place / samples;
        if (wanted != epoch) {
            shuffle(wanted);
            epoch = wanted;
        }
        return order[(int) (place % samples)];
    }

    private void shuffle(long next) {
        RandomGenerator random = Chance.at(seed, PURPOSE, next);
        for (int i = 0; i < samples; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }
}
