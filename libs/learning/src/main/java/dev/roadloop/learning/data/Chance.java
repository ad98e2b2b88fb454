package dev.roadloop.learning.data;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Chance that has no memory: a generator for every place of a training, from the seed and the
/// place alone. So a training that goes on in the middle, on any number of threads, has the same
/// chance.
final class Chance {

    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private Chance() {}

    static RandomGenerator at(long seed, long purpose, long place) {
        return GENERATORS.create(mix(seed + mix(purpose + mix(place))));
    }

    /// Stafford's thirteenth mixer.
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
