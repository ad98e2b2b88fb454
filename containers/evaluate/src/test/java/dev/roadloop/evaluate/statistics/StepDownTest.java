package dev.roadloop.evaluate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StepDownTest {
    private static final double LEVEL = 0.05;
    private static final int MANY = 1_000_000_000;

    @Test
    void holdsEachTestAgainstTheOnesThatAreNotClearer() {
        // Deviations 1, 1 and 2: clearnesses 4, 1.5 and 1.
        double[][] resampled = {{3, 5, 3, 5}, {0.5, 2.5, 0.5, 2.5}, {0, 4, 0, 4}};

        assertThat(StepDown.corrected(new double[] {4, 1.5, 2}, resampled, units(3, MANY)))
                .containsExactly(0.2, 0.2, 1);
    }

    @Test
    void isWhatTheDefinitionSaysStepByStep() {
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            int tests = 1 + random.nextInt(12);
            double[] observed = random.doubles(tests, -2, 2).toArray();
            double[][] resampled = new double[tests][60];
            for (int test = 0; test < tests; test++) {
                for (int set = 0; set < 60; set++) {
                    boolean missing = random.nextInt(20) == 0;
                    resampled[test][set] =
                            missing ? Double.NaN : observed[test] + random.nextGaussian();
                }
            }

            double[] corrected = StepDown.corrected(observed, resampled, units(tests, MANY));

            assertThat(corrected).containsExactly(byDefinition(observed, resampled), within(1e-12));
        }
    }

    @Test
    void oneFalseAlarmAmongAllTestsIsAsRareAsTheLevelSays() {
        Random random = new Random(11);
        int alarms = 0;
        int uncorrected = 0;
        for (int i = 0; i < 300; i++) {
            Drawn drawn = Drawn.of(random, 15, 0);
            alarms += least(drawn.corrected()) < LEVEL ? 1 : 0;
            uncorrected += drawn.leastAlone() < LEVEL ? 1 : 0;
        }
        assertThat(alarms).isBetween(5, 25);
        assertThat(uncorrected).isGreaterThan(90);
    }

    @Test
    void aClearDifferenceStaysClearAmongManyTests() {
        Drawn drawn = Drawn.of(new Random(5), 400, 1);

        double[] corrected = drawn.corrected();

        assertThat(corrected[0]).isLessThan(LEVEL);
        assertThat(Arrays.stream(corrected).filter(p -> p < LEVEL).count()).isEqualTo(1);
    }

    @Test
    void noDifferenceIsCertainlyChanceAndOneThatAllSetsShareIsNot() {
        double[][] resampled = {{0, 0, 0}, {0.5, 0.5, 0.5}, {1, -1, 0}};

        assertThat(StepDown.corrected(new double[] {0, 0.5, 0}, resampled, units(3, 5)))
                .containsExactly(1, 0.25, 1);
        assertThat(StepDown.corrected(new double[0], new double[0][], units(0, 5))).isEmpty();
    }

    @Test
    void fewUnitsKnowLittleOfTheirSpread() {
        double[] observed = {3};
        Random random = new Random(3);
        double[][] resampled = {random.doubles(999).map(x -> 3 + random.nextGaussian()).toArray()};

        assertThat(StepDown.corrected(observed, resampled, units(1, 1000))[0]).isLessThan(0.01);
        assertThat(StepDown.corrected(observed, resampled, units(1, 3))[0]).isGreaterThan(0.05);
        assertThat(StepDown.corrected(observed, resampled, units(1, 1))).containsExactly(1);
    }

    private static int[] units(int tests, int units) {
        int[] all = new int[tests];
        Arrays.fill(all, units);
        return all;
    }

    /// Recomputes each step from all tests that are left.
    private static double[] byDefinition(double[] observed, double[][] resampled) {
        double[] deviations = new double[observed.length];
        for (int test = 0; test < observed.length; test++) {
            double[] there = Arrays.stream(resampled[test]).filter(x -> !Double.isNaN(x)).toArray();
            double mean = Arrays.stream(there).average().orElseThrow();
            deviations[test] =
                    Math.sqrt(
                            Arrays.stream(there)
                                    .map(x -> (x - mean) * (x - mean))
                                    .average()
                                    .orElseThrow());
        }
        double[] corrected = new double[observed.length];
        TreeSet<Integer> left = new TreeSet<>();
        for (int test = 0; test < observed.length; test++) {
            left.add(test);
        }
        double floor = 0;
        while (!left.isEmpty()) {
            int clearest = left.first();
            for (int test : left) {
                if (Math.abs(observed[test]) / deviations[test]
                        > Math.abs(observed[clearest]) / deviations[clearest]) {
                    clearest = test;
                }
            }
            int asFar = 1;
            for (int set = 0; set < resampled[0].length; set++) {
                boolean any = false;
                for (int test : left) {
                    any |=
                            Math.abs(resampled[test][set] - observed[test]) / deviations[test]
                                    >= Math.abs(observed[clearest]) / deviations[clearest];
                }
                asFar += any ? 1 : 0;
            }
            floor = Math.max(floor, asFar / (resampled[0].length + 1.0));
            corrected[clearest] = floor;
            left.remove(clearest);
        }
        return corrected;
    }

    private static double least(double[] probabilities) {
        return Arrays.stream(probabilities).min().orElseThrow();
    }

    /// Means of tests that have half of their spread in common, and of resampled units.
    private static final class Drawn {
        private static final int UNITS = 80;
        private static final int SETS = 200;
        private final double[] observed;
        private final double[][] resampled;

        private Drawn(int tests) {
            observed = new double[tests];
            resampled = new double[tests][SETS];
        }

        /// @param shift what the first test truly differs by
        static Drawn of(Random random, int tests, double shift) {
            double[][] units = new double[tests][UNITS];
            for (int unit = 0; unit < UNITS; unit++) {
                double shared = random.nextGaussian();
                for (int test = 0; test < tests; test++) {
                    units[test][unit] = shared + random.nextGaussian() + (test == 0 ? shift : 0);
                }
            }
            Drawn drawn = new Drawn(tests);
            int[] set = new int[UNITS];
            for (int i = -1; i < SETS; i++) {
                for (int unit = 0; unit < UNITS; unit++) {
                    set[unit] = i < 0 ? unit : random.nextInt(UNITS);
                }
                for (int test = 0; test < tests; test++) {
                    double sum = 0;
                    for (int unit : set) {
                        sum += units[test][unit];
                    }
                    if (i < 0) {
                        drawn.observed[test] = sum / UNITS;
                    } else {
                        drawn.resampled[test][i] = sum / UNITS;
                    }
                }
            }
            return drawn;
        }

        double[] corrected() {
            return StepDown.corrected(observed, resampled, units(observed.length, UNITS));
        }

        double leastAlone() {
            double least = 1;
            for (int test = 0; test < observed.length; test++) {
                least =
                        Math.min(
                                least,
                                StepDown.corrected(
                                        new double[] {observed[test]},
                                        new double[][] {resampled[test]},
                                        units(1, UNITS))[0]);
            }
            return least;
        }
    }
}
