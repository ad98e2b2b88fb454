package dev.roadloop.cli.sweep;

import dev.roadloop.domain.TransientException;
import dev.roadloop.sweep.Answer;
import dev.roadloop.sweep.Answer.Finished;
import dev.roadloop.sweep.Answer.Job;
import dev.roadloop.sweep.Answer.Waiting;
import dev.roadloop.sweep.Entry.Told;
import dev.roadloop.sweep.Sweep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Workers that ask a sweep for jobs and do them until there are no more.
public final class Workers {

    private final Sweep sweep;
    private final LocalTrials trials;
    private final @Nullable TrialRuns runs;
    private final SweepView view;
    private boolean ending;
    private long told;

    /// @param runs where trials are logged; nowhere if absent
    public Workers(Sweep sweep, LocalTrials trials, @Nullable TrialRuns runs, SweepView view) {
        this.sweep = sweep;
        this.trials = trials;
        this.runs = runs;
        this.view = view;
    }

    /// Works to the end of the sweep.
    ///
    /// @param count of workers
    /// @return whether it came to its end; if not, it was asked to stop
    public boolean work(int count) throws IOException, InterruptedException {
        Thread stop = Thread.ofPlatform().unstarted(this::end);
        Runtime.getRuntime().addShutdownHook(stop);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int worker = 0; worker < count; worker++) {
                int number = worker;
                all.add(threads.submit(() -> worker(number, count)));
            }
            boolean finished = true;
            for (Future<Boolean> each : all) {
                finished &= result(each);
            }
            return finished;
        } finally {
            removeHook(stop);
        }
    }

    private boolean worker(int number, int count) throws IOException, InterruptedException {
        try {
            while (true) {
                long before = toldSoFar();
                if (isEnding()) {
                    return false;
                }
                Answer answer = sweep.ask(number, count);
                switch (answer) {
                    case Finished finished -> {
                        view.finished(finished.reason());
                        return true;
                    }
                    case Waiting waiting -> awaitMoreThan(before);
                    case Job job -> {
                        Map<String, String> run = runs == null ? Map.of() : runs.of(job.trial());
                        Optional<Told> out =
                                trials.run(job, run, line -> view.line(number, job, line));
                        if (out.isEmpty()) {
                            return false;
                        }
                        tell(number, out.get());
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            // The others go on with what they are at, and begin nothing more.
            end();
            throw e;
        }
    }

    private void tell(int worker, Told out) {
        sweep.tell(out);
        if (runs != null) {
            runs.told(out);
        }
        view.told(worker, out, sweep.standing(false));
        synchronized (this) {
            told++;
            notifyAll();
        }
    }

    private synchronized long toldSoFar() {
        return told;
    }

    private synchronized boolean isEnding() {
        return ending;
    }

    private synchronized void awaitMoreThan(long before) throws InterruptedException {
        while (told <= before && !ending) {
            wait();
        }
    }

    private synchronized void end() {
        ending = true;
        notifyAll();
    }

    private static boolean result(Future<Boolean> worker) throws IOException, InterruptedException {
        try {
            return worker.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException other -> throw other;
                case Error error -> throw error;
                case null, default ->
                        throw new TransientException("a worker was interrupted; run it again", e);
            }
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending; the hook has done its work.
        }
    }
}
