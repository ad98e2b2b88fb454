package dev.roadloop.train;

import dev.roadloop.learning.training.Machine;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The process of the training job: takes its orders from files and the environment, prints a line
/// of JSON for each event, and ends with an exit code. Asked to end (SIGTERM), it writes a
/// checkpoint first and ends with 20: the same job run again goes on there.
public final class Main {

    /// SageMaker kills a spot job 120 s after it asked it to end.
    private static final long LAST_WORDS_SECONDS = 110;

    private Main() {}

    /// Runs the job.
    public static void main(String[] args) throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger code = new AtomicInteger(TrainOutcome.INTERNAL.exitCode());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> lastWords(stop, ended, code)));
        try {
            TrainJob job =
                    new TrainJob(
                            JobFolders.of(System.getenv()),
                            System.getenv(),
                            Machine.here(),
                            System.out::println,
                            stop::get);
            code.set(job.run().outcome().exitCode());
        } finally {
            ended.countDown();
        }
        System.exit(code.get());
    }

    private static void lastWords(AtomicBoolean stop, CountDownLatch ended, AtomicInteger code) {
        stop.set(true);
        try {
            if (ended.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                System.out.flush();
                Runtime.getRuntime().halt(code.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
