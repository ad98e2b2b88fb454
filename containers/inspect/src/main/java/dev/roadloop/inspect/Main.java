package dev.roadloop.inspect;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.contracts.InspectionOutcome;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.ErrorKind;
import dev.roadloop.domain.ExhaustedException;
import dev.roadloop.domain.RoadloopException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/// The job `inspect <drive id>`. Ends with 0 when there is a verdict, whatever it is, and else with
/// the [ErrorKind#exitCode] of what went wrong. Writes one structured line to standard output when
/// it ends.
public final class Main {

    private Main() {}

    /// @param args the drive id
    public static void main(String[] args) {
        System.exit(run(args, System.getenv()));
    }

    static int run(String[] args, Map<String, String> env) {
        Instant start = Instant.now();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("job", "inspect");
        line.put("correlationId", env.getOrDefault("CORRELATION_ID", ""));
        int exit;
        try {
            if (args.length != 1) {
                throw new CallerException(
                        "inspect: expected one argument, the drive id, found " + args.length);
            }
            line.put("driveId", args[0]);
            InspectionOutcome outcome =
                    inspect(DriveId.parse(args[0]), Config.from(env), AwsClients.from(env));
            line.put("outcome", outcome.verdict().name());
            line.put("findings", outcome.findings());
            exit = 0;
        } catch (RoadloopException e) {
            line.put("outcome", e.kind().name());
            line.put("error", String.valueOf(e.getMessage()));
            exit = e.kind().exitCode();
        } catch (IllegalArgumentException e) {
            line.put("outcome", ErrorKind.CALLER.name());
            line.put("error", String.valueOf(e.getMessage()));
            exit = ErrorKind.CALLER.exitCode();
        } catch (OutOfMemoryError e) {
            line.put("outcome", ErrorKind.EXHAUSTED.name());
            line.put(
                    "error",
                    "out of memory: "
                            + e.getMessage()
                            + "; give the job more, or record with smaller chunks");
            exit = ErrorKind.EXHAUSTED.exitCode();
        }
        line.put("elapsedMillis", Duration.between(start, Instant.now()).toMillis());
        System.out.println(Json.text(line));
        return exit;
    }

    private static InspectionOutcome inspect(DriveId drive, Config config, AwsClients clients) {
        try (S3Client s3 = clients.s3()) {
            Path scratch = Files.createTempDirectory("inspect-");
            try {
                return new InspectDrive(
                                new Bucket(s3, config.bronzeBucket()),
                                new Bucket(s3, config.goldBucket()),
                                new EnvelopeSigner(clients.kms(), config.reportKeyId()),
                                scratch)
                        .inspect(drive);
            } finally {
                Files.deleteIfExists(scratch);
            }
        } catch (IOException e) {
            throw new ExhaustedException(
                    "inspect: no scratch directory can be made: " + e.getMessage(), e);
        }
    }
}
