package dev.roadloop.drivejob.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClockTrackTest {

    private static final long START = 1_767_322_800_000_000_000L;

    // Noise may be as unlikely as it wants to be, but not another one each time.
    @Property(tries = 200, seed = "17")
    @Tag("slow")
    void offsetDriftAndJitterAreThoseTheClockWasMadeWith(
            @ForAll @DoubleRange(min = -10_000, max = 10_000) double offset,
            @ForAll @DoubleRange(min = -1000, max = 1000) double ppm,
            @ForAll @IntRange(max = 2000) int jitterMicros,
            @ForAll @IntRange(min = 200, max = 20_000) int messages,
            @ForAll long seed) {
        Random random = new Random(seed);
        double jitter = jitterMicros / 1e6;
        ClockTrack track = new ClockTrack(1);
        double span = 600;
        for (int i = 0; i < messages; i++) {
            double t = span * i / (messages - 1);
            // One in twenty comes late by up to half a second, as over a network.
            double late = random.nextInt(20) == 0 ? random.nextDouble() / 2 : 0;
            double found = offset + ppm / 1e6 * t + jitter * random.nextGaussian() - late;
            long log = START + Math.round(t * 1e9);
            track.add(log, log + Math.round(found * 1e9));
        }

        ClockFit fit = track.fit();

        assertThat(fit.samples()).isEqualTo(messages);
        assertThat(fit.jumps()).isZero();
        assertThat(fit.driftPpm()).isCloseTo(ppm, within(1 + jitter * 5_000));
        // Late ones pull the median by their share of what the clock drifted.
        double drifted = Math.abs(ppm) / 1e6 * span;
        assertThat(fit.offsetSeconds())
                .isCloseTo(
                        offset + ppm / 1e6 * span / 2, within(0.003 + 4 * jitter + 0.1 * drifted));
        assertThat(fit.jitterSeconds()).isCloseTo(jitter, within(0.0005 + 0.4 * jitter));
    }

    @Test
    void aJumpIsFoundWhereItIsAndDoesNotSpoilTheRest() {
        ClockTrack track = new ClockTrack(0.5);
        for (int i = 0; i < 1000; i++) {
            long log = START + i * 100_000_000L;
            track.add(log, log + (i < 8 ? 1_500_000_000L : 0) + i * 1_000L);
        }

        ClockFit fit = track.fit();

        assertThat(fit.jumps()).isEqualTo(1);
        assertThat(fit.greatestJumpSeconds()).isCloseTo(1.5, within(1e-5));
        assertThat(fit.greatestJumpAt()).isEqualTo(START + 800_000_000L);
        assertThat(fit.offsetSeconds()).isCloseTo(0.0005, within(1e-4));
        assertThat(fit.driftPpm()).isCloseTo(10, within(0.01));
        assertThat(fit.backwardSteps()).isEqualTo(1);
    }

    @Test
    void timesAtTheEdgesOfTheirRangeDoNotOverflow() {
        ClockTrack track = new ClockTrack(0.5);
        long[] edges = {Long.MIN_VALUE, Long.MAX_VALUE, 0, Long.MAX_VALUE, Long.MIN_VALUE, -1, 1};
        for (int i = 0; i < 100; i++) {
            track.add(edges[i % edges.length], edges[i * 3 % edges.length]);
        }

        ClockFit fit = track.fit();

        assertThat(fit.jumps()).isPositive();
        assertThat(fit.offsetSeconds()).isFinite();
        assertThat(fit.driftPpm()).isFinite();
        assertThat(fit.jitterSeconds()).isFinite().isNotNegative();
    }

    @Test
    void fewTimesHaveAnOffsetAndNoDrift() {
        ClockTrack track = new ClockTrack(0.5);
        track.add(START, START + 2_000_000_000L);

        assertThat(track.fit().offsetSeconds()).isEqualTo(2);
        assertThat(track.fit().driftPpm()).isZero();
        assertThat(track.fit().jumps()).isZero();
    }
}
