package dev.roadloop.packaging.cloud;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.ErrorKind;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.file.FullDisk;
import dev.roadloop.packaging.PackageOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/// The job `package <run>`. Ends with 0 when there is a bundle and when it is refused, which its
/// outcome names; else with the [ErrorKind#exitCode] of what went wrong.
public final class Main {

    private Main() {}

    /// @param args the training's name
    public static void main(String[] args) {
        int code = PackageOutcome.INTERNAL.exitCode();
        try {
            code = run(args, System.getenv());
        } finally {
            System.out.flush();
        }
        System.exit(code);
    }

    private static int run(String[] args, Map<String, String> env) {
        try {
            if (args.length != 1) {
                throw new CallerException(
                        "package: expected the run's name, found " + args.length + " arguments");
            }
            PackageOutcome outcome = make(args[0], env);
            return outcome.exitCode() == ErrorKind.CALLER.exitCode() ? 0 : outcome.exitCode();
        } catch (RoadloopException e) {
            return failed(e.kind(), e);
        } catch (IllegalArgumentException e) {
            return failed(ErrorKind.CALLER, e);
        } catch (IOException e) {
            return failed(FullDisk.kind(e), e);
        }
    }

    private static PackageOutcome make(String run, Map<String, String> env) throws IOException {
        Path scratch = Files.createTempDirectory("roadloop-package-");
        try (S3Client s3 = AwsClients.from(env).s3()) {
            return new PackageFromBuckets(
                            new Bucket(s3, needed(env, "GOLD_BUCKET")),
                            scratch,
                            Runtime.getRuntime().availableProcessors(),
                            env.getOrDefault("PATH", ""))
                    .make(run, System.out::println)
                    .outcome();
        } finally {
            try (Stream<Path> all = Files.walk(scratch)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String needed(Map<String, String> env, String name) {
        String value = env.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new CallerException(
                    "package: " + name + " is not set; the job definition sets it");
        }
        return value;
    }

    private static int failed(ErrorKind kind, Exception problem) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", "failed");
        line.put("outcome", kind.name());
        line.put("error", String.valueOf(problem.getMessage()));
        System.out.println(Json.text(line));
        return kind.exitCode();
    }
}
