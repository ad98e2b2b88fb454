package dev.roadloop.training.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sweep.Answer;
import dev.roadloop.sweep.Answer.Job;
import dev.roadloop.sweep.Answer.Waiting;
import dev.roadloop.sweep.Budget;
import dev.roadloop.sweep.Entry;
import dev.roadloop.sweep.Entry.Asked;
import dev.roadloop.sweep.Entry.Opened;
import dev.roadloop.sweep.Entry.Told;
import dev.roadloop.sweep.Standing;
import dev.roadloop.sweep.Sweep;
import dev.roadloop.sweep.Trial.Status;
import dev.roadloop.sweep.TrialEnd;
import dev.roadloop.training.store.TestTable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class TableJournalTest {

    private static final int WORKERS = 4;
    private static final int TRIALS = 9;
    private static final Opened OPENED =
            new Opened(
                    """
                    method: bayes
                    metric: {name: loss}
                    parameters: {x: {min: 0.0, max: 1.0}, kind: {values: [a, 1, 2.5, true]}}
                    early_terminate: {type: hyperband, min_iter: 1, max_iter: 3, eta: 3}
                    """,
                    5,
                    new Budget(TRIALS, 0),
                    new TreeMap<>());

    private final TestTable table = new TestTable();

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void functionsThatWriteAtOnceAndEverythingTwiceLeaveOneJournal() throws Exception {
        List<Future<Integer>> told = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int worker = 0; worker < WORKERS; worker++) {
                int number = worker;
                told.add(threads.submit(() -> work(number)));
            }
        }
        int jobs = 0;
        for (Future<Integer> each : told) {
            jobs += each.get();
        }
        List<Entry> entries = new TableJournal(table.open(), "s").entries();
        assertThat(entries).startsWith(OPENED).doesNotHaveDuplicates();
        assertThat(entries.stream().filter(entry -> entry instanceof Asked)).hasSize(jobs);
        assertThat(entries.stream().filter(entry -> entry instanceof Told)).hasSize(jobs);
        Standing end = new Sweep(new TableJournal(table.open(), "s")).standing(true);
        assertThat(end.trials()).hasSize(TRIALS);
        assertThat(end.trials()).noneMatch(trial -> trial.status() == Status.RUNNING);
        assertThat(end.trials().stream().filter(trial -> trial.status() == Status.COMPLETED))
                .hasSizeBetween(3, TRIALS);
        assertThat(new TableJournal(table.open(), "another").entries()).isEmpty();
    }

    /// Each call as a new function would make it, and each of them twice.
    private int work(int worker) throws InterruptedException {
        int jobs = 0;
        while (true) {
            Answer answer = sweep().ask(worker, WORKERS);
            if (answer instanceof Job job) {
                assertThat(sweep().ask(worker, WORKERS)).isEqualTo(job);
                sweep().tell(told(job));
                sweep().tell(told(job));
                jobs++;
            } else if (answer instanceof Waiting) {
                Thread.sleep(5);
            } else {
                return jobs;
            }
        }
    }

    private Sweep sweep() {
        return Sweep.open(new TableJournal(table.open(), "s"), OPENED);
    }

    private static Told told(Job job) {
        Integer until = job.until();
        return new Told(
                job.trial(),
                job.rung(),
                until == null ? TrialEnd.COMPLETED : TrialEnd.PAUSED,
                until == null ? 3 : until,
                job.configuration().get("x").doubleValue(),
                1.5,
                new TreeMap<>(),
                null);
    }
}
