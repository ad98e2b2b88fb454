package dev.roadloop.freeze.batch;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.FreezeOutcome;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.ErrorKind;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.file.FullDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/// The job `freeze <batch> <digest of its manifest>`: ends with 0 when there is a verdict, whatever
/// it is, and else with the [ErrorKind#exitCode] of what went wrong. Writes one structured line
/// when it ends.
public final class Main {
    private static final List<String> VARIABLES =
            List.of("LANDING_BUCKET", "SILVER_BUCKET", "GOLD_BUCKET", "GOLDEN_BUCKET");

    private Main() {}

    /// @param args the batch and the digest of its manifest
    public static void main(String[] args) {
        System.exit(run(args, System.getenv()));
    }

    static int run(String[] args, Map<String, String> env) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("job", "freeze");
        int exit = 0;
        try {
            if (args.length != 2) {
                throw new CallerException(
                        "freeze: expected a batch and the digest of its manifest, found "
                                + args.length
                                + " arguments");
            }
            line.put("batch", args[0]);
            FreezeOutcome outcome = freeze(new DatasetName(args[0]), new Sha256(args[1]), env);
            line.put("outcome", outcome.verdict().name());
            line.put("message", outcome.message() == null ? "" : outcome.message());
        } catch (RoadloopException e) {
            exit = failed(line, e.kind(), e);
        } catch (IllegalArgumentException e) {
            exit = failed(line, ErrorKind.CALLER, e);
        } catch (IOException e) {
            exit = failed(line, FullDisk.kind(e), e);
        } catch (OutOfMemoryError e) {
            exit = failed(line, ErrorKind.EXHAUSTED, e);
        }
        System.out.println(Json.text(line));
        return exit;
    }

    private static FreezeOutcome freeze(DatasetName batch, Sha256 digest, Map<String, String> env)
            throws IOException {
        List<String> missing =
                VARIABLES.stream().filter(name -> env.getOrDefault(name, "").isBlank()).toList();
        if (!missing.isEmpty()) {
            throw new CallerException(
                    "freeze: missing in the environment: "
                            + missing
                            + "; the job definition sets them");
        }
        Path scratch = Files.createTempDirectory("roadloop-freeze-");
        try (S3Client s3 = AwsClients.from(env).s3()) {
            return new FreezeBatch(
                            new FreezeBatch.Buckets(
                                    new Bucket(s3, env.getOrDefault("LANDING_BUCKET", "")),
                                    new Bucket(s3, env.getOrDefault("SILVER_BUCKET", "")),
                                    new Bucket(s3, env.getOrDefault("GOLD_BUCKET", "")),
                                    new Bucket(s3, env.getOrDefault("GOLDEN_BUCKET", ""))),
                            scratch,
                            Clock.systemUTC(),
                            Runtime.getRuntime().availableProcessors(),
                            (step, done, all) -> {})
                    .freeze(batch, digest);
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

    private static int failed(Map<String, Object> line, ErrorKind kind, Throwable problem) {
        line.put("outcome", kind.name());
        line.put("error", String.valueOf(problem.getMessage()));
        return kind.exitCode();
    }
}
