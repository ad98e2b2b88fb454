package dev.roadloop.sweep.halving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sweep.halving.Rungs.Promotion;
import dev.roadloop.sweep.spec.EarlyStop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RungsTest {

    /// One result of a trial at a rung.
    private record Arrival(int trial, int rung, double cost) {}

    /// Algorithm 2 of the paper word for word: sorts everything anew for each question.
    private static Optional<Promotion> simulated(
            List<Arrival> arrivals, Set<Promotion> promoted, int rungs, double eta) {
        for (int k = rungs - 1; k >= 0; k--) {
            int rung = k;
            List<Arrival> here = new ArrayList<>();
            arrivals.stream().filter(each -> each.rung() == rung).forEach(here::add);
            here.sort((a, b) ->
                    a.cost() != b.cost()
                            ? Double.compare(a.cost(), b.cost())
                            : Integer.compare(a.trial(), b.trial()));
            int top = (int) Math.floor(here.size() / eta);
            for (Arrival each : here.subList(0, top)) {
                Promotion next = new Promotion(each.trial(), rung + 1);
                if (!promoted.contains(next)) {
                    return Optional.of(next);
                }
            }
        }
        return Optional.empty();
    }

    @Property(tries = 60, seed = "20261121")
    void decidesAsTheSimulationWhateverTheOrderOfReports(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
            @ForAll @IntRange(min = 1, max = 4) int rungs,
            @ForAll @IntRange(min = 2, max = 4) int eta) {
        Random random = new Random(seed);
        EarlyStop early = new EarlyStop(List.of(1, 2, 4, 8).subList(0, rungs), eta);
        List<Arrival> arrivals = new ArrayList<>();
        Set<Promotion> promoted = new HashSet<>();
        List<Arrival> running = new ArrayList<>();
        Rungs live = new Rungs(early);
        for (int event = 0, trials = 0; event < 120; event++) {
            Optional<Promotion> expected = simulated(arrivals, promoted, rungs, eta);
            assertThat(live.promotion()).isEqualTo(expected);
            assertThat(rebuilt(early, arrivals, promoted, random)).isEqualTo(expected);
            if (running.isEmpty() || random.nextInt(3) > 0) {
                Promotion next = expected.orElse(new Promotion(trials, 0));
                if (expected.isPresent()) {
                    promoted.add(next);
                    live.left(next.trial(), next.rung() - 1);
                } else {
                    trials++;
                }
                if (next.rung() < rungs) {
                    running.add(new Arrival(next.trial(), next.rung(), random.nextInt(20)));
                }
            } else {
                Arrival told = running.remove(random.nextInt(running.size()));
                arrivals.add(told);
                live.arrived(told.trial(), told.rung(), told.cost());
            }
        }
        assertThat(promoted).isNotEmpty();
    }

    private static Optional<Promotion> rebuilt(
            EarlyStop early, List<Arrival> arrivals, Set<Promotion> promoted, Random random) {
        Rungs rungs = new Rungs(early);
        List<Arrival> shuffled = new ArrayList<>(arrivals);
        Collections.shuffle(shuffled, random);
        promoted.forEach(each -> rungs.left(each.trial(), each.rung() - 1));
        shuffled.forEach(each -> rungs.arrived(each.trial(), each.rung(), each.cost()));
        return rungs.promotion();
    }

    @Test
    void oneOfThreeGoesOnAndTheBestOfNineGoesFarthest() {
        Rungs rungs = new Rungs(new EarlyStop(List.of(1, 3), 3));
        for (int trial = 0; trial < 9; trial++) {
            rungs.arrived(trial, 0, 10 - trial);
        }
        List<Promotion> first = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Promotion next = rungs.promotion().orElseThrow();
            rungs.left(next.trial(), 0);
            first.add(next);
        }
        assertThat(first)
                .containsExactly(new Promotion(8, 1), new Promotion(7, 1), new Promotion(6, 1));
        assertThat(rungs.promotion()).isEmpty();
        rungs.arrived(8, 1, 5);
        rungs.arrived(7, 1, 4);
        assertThat(rungs.promotion()).isEmpty();
        rungs.arrived(6, 1, 6);
        assertThat(rungs.promotion()).contains(new Promotion(7, 2));
    }

    @Test
    void aTrialWithoutANumberIsNeverPreferred() {
        Rungs rungs = new Rungs(new EarlyStop(List.of(1), 2));
        rungs.arrived(0, 0, Double.POSITIVE_INFINITY);
        rungs.arrived(1, 0, 1e300);
        assertThat(rungs.promotion()).contains(new Promotion(1, 1));
    }
}
