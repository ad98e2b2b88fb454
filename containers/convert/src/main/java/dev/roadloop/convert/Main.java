package dev.roadloop.convert;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.ConversionOutcome;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.ErrorKind;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.TransientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/// The job `convert <drive id>`. Ends with 0 when everything is converted and accounted for, and
/// else with the [ErrorKind#exitCode] of what went wrong. Writes one structured line to standard
/// output when it ends.
public final class Main {

    private Main() {}

    /// @param args the drive id
    public static void main(String[] args) {
        System.exit(run(args, System.getenv()));
    }

    static int run(String[] args, Map<String, String> env) {
        Instant start = Instant.now();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("job", "convert");
        line.put("correlationId", env.getOrDefault("CORRELATION_ID", ""));
        int exit;
        try {
            if (args.length != 1) {
                throw new CallerException(
                        "convert: expected one argument, the drive id, found " + args.length);
            }
            line.put("driveId", args[0]);
            ConversionOutcome outcome =
                    convert(DriveId.parse(args[0]), Config.from(env), AwsClients.from(env));
            line.put("outcome", "CONVERTED");
            line.put("tables", outcome.tables());
            line.put("rows", outcome.rows());
            line.put("frames", outcome.frames());
            line.put("bytes", outcome.bytes());
            exit = 0;
        } catch (RoadloopException e) {
            exit = failed(line, e.kind(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            exit = failed(line, ErrorKind.CALLER, String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            exit =
                    failed(
                            line,
                            ErrorKind.EXHAUSTED,
                            "out of memory: " + e.getMessage() + "; give the job more");
        }
        line.put("elapsedMillis", Duration.between(start, Instant.now()).toMillis());
        System.out.println(Json.text(line));
        return exit;
    }

    private static int failed(Map<String, Object> line, ErrorKind kind, String message) {
        line.put("outcome", kind.name());
        line.put("error", message);
        return kind.exitCode();
    }

    private static ConversionOutcome convert(DriveId drive, Config config, AwsClients clients) {
        try (S3Client s3 = clients.s3()) {
            Path scratch = Files.createTempDirectory("roadloop-convert-");
            try (BucketStore silver = new BucketStore(new Bucket(s3, config.silverBucket()))) {
                return new ConvertDrive(
                                new Bucket(s3, config.bronzeBucket()),
                                new Bucket(s3, config.goldBucket()),
                                silver,
                                scratch)
                        .convert(drive);
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new TransientException(
                    "the scratch disk of drive " + drive + " failed: " + e.getMessage(), e);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(directory)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
