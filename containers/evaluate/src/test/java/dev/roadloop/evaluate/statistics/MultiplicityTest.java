package dev.roadloop.evaluate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Expected values are those of R 4's `p.adjust`, checked by hand.
class MultiplicityTest {
    private static final List<Double> GIVEN = List.of(0.02, 0.001, 0.8, 0.04, 0.03);

    @Test
    void holmMultipliesTheSmallestByTheNumberOfTestsAndNeverFalls() {
        check(Multiplicity.holm(GIVEN), 0.08, 0.005, 0.8, 0.09, 0.09);
    }

    @Test
    void benjaminiHochbergMultipliesByTestsOverRankAndNeverRises() {
        check(Multiplicity.benjaminiHochberg(GIVEN), 0.05, 0.005, 0.8, 0.05, 0.05);
    }

    @Test
    void nothingIsCorrectedToNothing() {
        assertThat(Multiplicity.holm(List.of())).isEmpty();
        assertThat(Multiplicity.benjaminiHochberg(List.of())).isEmpty();
    }

    private static void check(List<Double> found, double... expected) {
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found.get(i)).as("test %d", i).isCloseTo(expected[i], within(1e-15));
        }
    }
}
