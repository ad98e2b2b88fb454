package dev.roadloop.evaluate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private final Bootstrap bootstrap = new Bootstrap(2000, 7, 0.95);

    @Test
    void intervalOfAMeanIsTheOneOfTheory() {
        double[] values = new Random(3).doubles(400).toArray();

        double[] row = bootstrap.distribution(mean(values), all(400))[0];

        Interval interval = bootstrap.interval(row).orElseThrow();
        double mean = DoubleStream.of(values).average().orElseThrow();
        double variance = DoubleStream.of(values).map(x -> (x - mean) * (x - mean)).sum() / 400;
        double width = 2 * 1.96 * Math.sqrt(variance / 400);
        assertThat(interval.high() - interval.low()).isCloseTo(width, within(0.1 * width));
    }

    @Test
    void theSameSeedGivesTheSameSetsAndAnotherSeedOthers() {
        Measure measure = mean(new Random(3).doubles(50).toArray());
        double[][] first = bootstrap.distribution(measure, all(50));

        assertThat(bootstrap.distribution(measure, all(50))).isDeepEqualTo(first);
        assertThat(new Bootstrap(2000, 8, 0.95).distribution(measure, all(50))[0])
                .isNotEqualTo(first[0]);
    }

    @Test
    void drawsAsManyImagesAsThereAreAndNoneFromOutsideTheSlice() {
        BitSet slice = new BitSet();
        slice.set(3);
        slice.set(5, 9);
        Measure counting =
                measure(weights -> {
                    assertThat(weights[4]).isZero();
                    return IntStream.of(weights).sum();
                });

        assertThat(bootstrap.distribution(counting, slice)[0]).containsOnly(5);
    }

    @Test
    void aClearDifferenceIsUnlikelyChanceAndNoDifferenceIsCertain() {
        double[] before = new Random(3).doubles(200).toArray();
        double[] after = IntStream.range(0, 200).mapToDouble(i -> before[i] + 0.05).toArray();

        assertThat(probability(before, after)).isCloseTo(2.0 / 2001, within(1e-12));
        assertThat(probability(before, before)).isEqualTo(1);
    }

    @Test
    void falseAlarmsAreAsRareAsTheLevelSays() {
        Random random = new Random(11);
        Bootstrap small = new Bootstrap(400, 1, 0.95);
        int alarms = 0;
        for (int i = 0; i < 200; i++) {
            double[] noise = random.doubles(60).map(x -> x - 0.5).toArray();
            double[] row = small.distribution(mean(noise), all(60))[0];
            alarms += small.probability(row).orElseThrow() < 0.05 ? 1 : 0;
        }
        assertThat(alarms).isBetween(2, 22);
    }

    @Test
    void aNumberThatFewSetsHaveGetsNoInterval() {
        Measure rare = measure(weights -> weights[0] > 1 ? 1 : Double.NaN);

        double[] row = bootstrap.distribution(rare, all(10))[0];

        assertThat(bootstrap.interval(row)).isEmpty();
        assertThat(bootstrap.probability(row)).isEmpty();
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> new Bootstrap(0, 1, 0.95)).hasMessageContaining("found 0");
        assertThatThrownBy(() -> new Bootstrap(100, 1, 95)).hasMessageContaining("found 95");
    }

    private double probability(double[] before, double[] after) {
        Measure difference = Measure.difference(mean(before), mean(after));
        return bootstrap
                .probability(bootstrap.distribution(difference, all(before.length))[0])
                .orElseThrow();
    }

    private static BitSet all(int count) {
        BitSet all = new BitSet();
        all.set(0, count);
        return all;
    }

    private static Measure mean(double[] values) {
        return measure(weights -> {
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * values[i];
            }
            return sum / values.length;
        });
    }

    private interface Number {
        double of(int[] weights);
    }

    private static Measure measure(Number number) {
        return new Measure() {
            @Override
            public List<String> labels() {
                return List.of("number");
            }

            @Override
            public double[] of(int[] weights) {
                return new double[] {number.of(weights)};
            }
        };
    }
}
