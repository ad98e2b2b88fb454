package dev.roadloop.train.cloud;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.ErrorKind;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.file.FullDisk;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.train.JobFolders;
import dev.roadloop.train.JobReport;
import dev.roadloop.train.TrainOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/// The job `train <run>`, asked for by an [Order]. Ends with 0 when there is a model, when it
/// paused where it was told to, and when what it was asked for is refused, which its outcome names;
/// else with the [ErrorKind#exitCode] of what went wrong. Asked to end (SIGTERM), it writes a
/// checkpoint, sends it, and ends with 20: another attempt goes on there.
public final class Main {
    /// SageMaker kills a spot job 120 s after it asked it to end. Fargate leaves a task of Batch's
    /// 30 s: what it cannot send by then is lost, back to the checkpoint before.
    private static final long LAST_WORDS_SECONDS = 110;

    private static final String ENVIRONMENT = "the environment";

    private Main() {}

    /// @param args the run's name
    public static void main(String[] args) {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger code = new AtomicInteger(TrainOutcome.INTERNAL.exitCode());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> lastWords(stop, ended, code)));
        try {
            code.set(run(args, System.getenv(), stop));
        } finally {
            ended.countDown();
        }
        System.exit(code.get());
    }

    private static int run(String[] args, Map<String, String> env, AtomicBoolean stop) {
        try {
            JobReport report = train(Order.of(args, env), env, stop);
            int code = exitCode(report.outcome(), stop.get());
            if (code != 0) {
                keep(env, code, report.outcome() + ": " + report.message());
            }
            return code;
        } catch (RoadloopException e) {
            return failed(e.kind(), e, env);
        } catch (IllegalArgumentException e) {
            return failed(ErrorKind.CALLER, e, env);
        } catch (IOException e) {
            return failed(FullDisk.kind(e), e, env);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(ErrorKind.TRANSIENT, e, env);
        }
    }

    /// What the caller did wrong is an outcome, which the state machine reads; a pause that was
    /// asked for, too.
    private static int exitCode(TrainOutcome outcome, boolean stopped) {
        boolean paused = outcome == TrainOutcome.INTERRUPTED && !stopped;
        return paused || outcome.exitCode() == ErrorKind.CALLER.exitCode() ? 0 : outcome.exitCode();
    }

    private static JobReport train(Order order, Map<String, String> env, AtomicBoolean stop)
            throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("roadloop-train-");
        try (S3Client s3 = AwsClients.from(env).s3()) {
            TrainFromBuckets training =
                    new TrainFromBuckets(
                            new Bucket(s3, Order.needed(env, "GOLD_BUCKET", ENVIRONMENT)),
                            new Bucket(s3, Order.needed(env, "GOLDEN_BUCKET", ENVIRONMENT)),
                            scratch,
                            InstantSource.system());
            JobFolders host = order.host().orElse(null);
            return host == null
                    ? training.train(
                            order.run(), order.request(), env, System.out::println, stop::get)
                    : training.trainHosted(order, host, env, System.out::println, stop::get);
        } finally {
            clear(scratch);
        }
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static int failed(ErrorKind kind, Exception problem, Map<String, String> env) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", "failed");
        line.put("outcome", kind.name());
        line.put("error", String.valueOf(problem.getMessage()));
        System.out.println(Json.text(line));
        keep(env, kind.exitCode(), String.valueOf(problem.getMessage()));
        return kind.exitCode();
    }

    /// SageMaker shows why a job failed; the first word tells the machine whether it passes.
    private static void keep(Map<String, String> env, int code, String why) {
        if (env.getOrDefault("TRAINING_JOB_NAME", "").isBlank()) {
            return;
        }
        String kind =
                code == ErrorKind.TRANSIENT.exitCode() ? ErrorKind.TRANSIENT.name() : "FAILED";
        try {
            OutputFile.write(JobFolders.of(env).output().resolve("failure"), kind + ": " + why);
        } catch (IOException e) {
            System.out.println("why it failed cannot be kept: " + e.getMessage());
        }
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
