package dev.roadloop.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.CallerException;
import dev.roadloop.sweep.Answer.Finished;
import dev.roadloop.sweep.Answer.Job;
import dev.roadloop.sweep.Answer.Waiting;
import dev.roadloop.sweep.Entry.Opened;
import dev.roadloop.sweep.Entry.Told;
import dev.roadloop.sweep.Trial.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SweepTest {

    private static final String BAYES =
            """
            method: bayes
            metric: {name: loss}
            parameters: {x: {min: 0.0, max: 1.0}, n: {values: [1, 2, 3]}}
            early_terminate: {type: hyperband, min_iter: 1, max_iter: 9, eta: 3}
            """;
    private static final String RANDOM =
            "method: random\nmetric: {name: loss, goal: maximize}\nparameters: {x: {min: 0.0, max:"
                    + " 1.0}}";

    /// A journal that others write, too: now and then an entry is refused.
    private static final class Shared implements Journal {
        private final List<Entry> entries = new ArrayList<>();
        private final Random races;

        Shared(long seed) {
            this.races = new Random(seed);
        }

        @Override
        public List<Entry> entries() {
            return List.copyOf(entries);
        }

        @Override
        public boolean append(int index, Entry entry) {
            if (index != entries.size() || races.nextInt(4) == 0) {
                return false;
            }
            return entries.add(entry);
        }
    }

    private static Opened opened(String file, int trials, double seconds) {
        return new Opened(
                file, 1, new Budget(trials, seconds), new TreeMap<>(Map.of("dataset", "d")));
    }

    private static Told told(Job job, double value) {
        Integer until = job.until();
        return new Told(
                job.trial(),
                job.rung(),
                until == null ? TrialEnd.COMPLETED : TrialEnd.PAUSED,
                until == null ? 20 : until,
                value,
                2,
                new TreeMap<>(),
                null);
    }

    private static double loss(Job job) {
        double x = job.configuration().get("x").doubleValue();
        return (x - 0.3) * (x - 0.3) + 1.0 / (1 + job.rung());
    }

    /// Workers ask and tell in an order left to chance, and do everything twice now and then.
    private static void work(Sweep sweep, int workers, long seed) {
        Random order = new Random(seed);
        Map<Integer, Job> jobs = new TreeMap<>();
        List<Integer> busy = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            busy.add(worker);
        }
        while (!busy.isEmpty()) {
            int worker = busy.get(order.nextInt(busy.size()));
            Job job = jobs.remove(worker);
            if (job != null) {
                sweep.tell(told(job, loss(job)));
                if (order.nextBoolean()) {
                    sweep.tell(told(job, 99));
                }
                continue;
            }
            Answer answer = sweep.ask(worker, workers);
            switch (answer) {
                case Job given -> {
                    assertThat(sweep.ask(worker, workers)).isEqualTo(given);
                    jobs.put(worker, given);
                }
                case Waiting waiting -> assertThat(jobs).isNotEmpty();
                case Finished finished -> busy.remove(Integer.valueOf(worker));
            }
        }
    }

    @Property(tries = 6, seed = "20261121")
    @Tag("slow")
    void aJournalReplayedGivesTheSameAnswers(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
            @ForAll @IntRange(min = 1, max = 5) int workers) {
        Shared journal = new Shared(seed);
        work(Sweep.open(journal, opened(BAYES, 27, 0)), workers, seed);
        List<Entry> all = journal.entries();
        for (int at = 1; at < all.size(); at++) {
            if (all.get(at) instanceof Entry.Asked asked) {
                assertThat(SweepState.of(all.subList(0, at)).next(asked.worker())).contains(asked);
            }
        }
        Standing end = new Sweep(journal).standing(true);
        assertThat(end.trials()).hasSize(27);
        assertThat(end.trials()).noneMatch(t -> t.status() == Status.RUNNING);
        // Nine of 27, three of nine, one of three at least, more where early ones were promoted.
        assertThat(end.trials().stream().filter(t -> t.iterations() >= 3).count())
                .isGreaterThanOrEqualTo(9);
        assertThat(end.best()).isNotNull();
        assertThat(Objects.requireNonNull(end.best()).status()).isEqualTo(Status.COMPLETED);
    }

    @Property(tries = 3, seed = "20261121")
    void oneWorkerAlwaysComesToTheSameJournal(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        Shared first = new Shared(seed);
        Shared second = new Shared(seed + 1);
        work(Sweep.open(first, opened(BAYES, 12, 0)), 1, seed);
        work(Sweep.open(second, opened(BAYES, 12, 0)), 1, seed + 7);
        assertThat(first.entries()).isEqualTo(second.entries());
    }

    @Test
    void endsWithTheBudgetOfSeconds() {
        Shared journal = new Shared(1);
        work(Sweep.open(journal, opened(RANDOM, 0, 9)), 2, 1);
        Standing end = new Sweep(journal).standing(true);
        assertThat(end.seconds()).isBetween(10.0, 12.0);
        assertThat(end.trials()).hasSizeBetween(5, 6);
    }

    @Test
    void endsWhenATrialReachesTheTarget() {
        Sweep sweep =
                Sweep.open(
                        new Shared(1),
                        opened(RANDOM.replace("maximize", "maximize, target: 0.6"), 9, 0));
        for (double value : new double[] {0.2, 0.6}) {
            sweep.tell(told((Job) sweep.ask(0, 1), value));
        }
        assertThat(sweep.ask(0, 1)).isEqualTo(new Finished("the target of 0.6 is reached"));
    }

    @Test
    void theHighestIsBestWhereTheGoalSaysSo() {
        Shared journal = new Shared(1);
        Sweep sweep = Sweep.open(journal, opened(RANDOM, 3, 0));
        for (double value : new double[] {0.2, 0.7, 0.5}) {
            sweep.tell(told((Job) sweep.ask(0, 1), value));
        }
        assertThat(Objects.requireNonNull(sweep.standing(true).best()).number()).isEqualTo(1);
    }

    @Test
    void jobsOfWorkersThatAreGoneAreDoneByOthers() {
        Sweep sweep = Sweep.open(new Shared(1), opened(RANDOM, 4, 0));
        List<Answer> given = new ArrayList<>();
        for (int worker = 0; worker < 4; worker++) {
            given.add(sweep.ask(worker, 4));
        }
        assertThat(sweep.ask(0, 1)).isEqualTo(given.getFirst());
        for (Answer job : given) {
            assertThat(sweep.ask(0, 1)).isEqualTo(job);
            sweep.tell(told((Job) job, 1));
        }
        assertThat(sweep.ask(0, 1)).isInstanceOf(Finished.class);
    }

    @Test
    void aSweepWhoseTrialsAllFailIsGivenUp() {
        Sweep sweep = Sweep.open(new Shared(1), opened(RANDOM, 100, 0));
        int trials = 0;
        while (sweep.ask(0, 1) instanceof Job job) {
            sweep.tell(
                    new Told(job.trial(), 0, TrialEnd.FAILED, 0, null, 1, new TreeMap<>(), "bad"));
            trials++;
        }
        assertThat(trials).isEqualTo(5);
        assertThat(sweep.ask(0, 1))
                .isEqualTo(new Finished("the first 5 trials that ended have all failed"));
    }

    @Test
    void anotherSweepsJournalAndEndlessSweepsAreRefused() {
        Shared journal = new Shared(1);
        Sweep.open(journal, opened(RANDOM, 4, 0));
        assertThatThrownBy(() -> Sweep.open(journal, opened(RANDOM, 5, 0)))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("another file, seed, budget or dataset");
        assertThatThrownBy(() -> Sweep.open(new Shared(1), opened(RANDOM, 0, 0)))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("has no end of its own");
    }

    @Test
    void whatNobodyWasGivenCannotBeTold() {
        Sweep sweep = Sweep.open(new Shared(1), opened(RANDOM, 4, 0));
        Job job = (Job) sweep.ask(0, 1);
        assertThatThrownBy(() ->
                        sweep.tell(
                                new Told(
                                        7,
                                        0,
                                        TrialEnd.COMPLETED,
                                        1,
                                        1.0,
                                        1,
                                        new TreeMap<>(),
                                        null)))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("trial 7");
        sweep.tell(told(job, Double.NaN));
        assertThat(sweep.standing(true).trials().getFirst().value()).isNull();
    }
}
