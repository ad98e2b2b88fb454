package dev.roadloop.train.cloud;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.ErrorKind;
import dev.roadloop.domain.RoadloopException;
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

/// The job `train <run>`, asked for by the [TrainingRequest] in the variable `TRAINING`. Ends with
/// 0 when there is a model, when it paused where it was told to, and when what it was asked for is
/// refused, which its outcome names; else with the [ErrorKind#exitCode] of what went wrong. Asked
/// to end (SIGTERM), it writes a checkpoint, sends it, and ends with 20: another attempt goes on
/// there.
public final class Main {
    /// Fargate kills a spot task 120 s after it asked it to end.
    private static final long LAST_WORDS_SECONDS = 110;

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
            if (args.length != 1) {
                throw new CallerException(
                        "train: expected the run's name, found " + args.length + " arguments");
            }
            return exitCode(train(args[0], env, stop).outcome(), stop.get());
        } catch (RoadloopException e) {
            return failed(e.kind(), e);
        } catch (IllegalArgumentException e) {
            return failed(ErrorKind.CALLER, e);
        } catch (IOException e) {
            return failed(ErrorKind.TRANSIENT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(ErrorKind.TRANSIENT, e);
        }
    }

    /// What the caller did wrong is an outcome, which the state machine reads; a pause that was
    /// asked for, too.
    private static int exitCode(TrainOutcome outcome, boolean stopped) {
        boolean paused = outcome == TrainOutcome.INTERRUPTED && !stopped;
        return paused || outcome.exitCode() == ErrorKind.CALLER.exitCode() ? 0 : outcome.exitCode();
    }

    private static JobReport train(String run, Map<String, String> env, AtomicBoolean stop)
            throws IOException, InterruptedException {
        TrainingRequest request =
                Json.read(needed(env, "TRAINING"), TrainingRequest.class, "TRAINING");
        Path scratch = Files.createTempDirectory("roadloop-train-");
        try (S3Client s3 = AwsClients.from(env).s3()) {
            return new TrainFromBuckets(
                            new Bucket(s3, needed(env, "GOLD_BUCKET")),
                            new Bucket(s3, needed(env, "GOLDEN_BUCKET")),
                            scratch,
                            InstantSource.system())
                    .train(run, request, env, System.out::println, stop::get);
        } finally {
            clear(scratch);
        }
    }

    private static String needed(Map<String, String> env, String name) {
        String value = env.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new CallerException(
                    "train: " + name + " is not set; the job definition or the machine sets it");
        }
        return value;
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static int failed(ErrorKind kind, Exception problem) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", "failed");
        line.put("outcome", kind.name());
        line.put("error", String.valueOf(problem.getMessage()));
        System.out.println(Json.text(line));
        return kind.exitCode();
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
