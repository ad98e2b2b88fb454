package dev.roadloop.redact;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.contracts.RedactionOutcome;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.TransientException;
import dev.roadloop.drivejob.DriveJob;
import dev.roadloop.drivejob.RawDrive;
import dev.roadloop.drivejob.ScratchDirectory;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/// Two jobs in one image, each a [DriveJob]: `redact <range> <drive id>` and `merge <drive id>`.
/// They end with 0 when their step is done, whatever it found.
public final class Main {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private Main() {}

    /// @param args which job, and what it is told
    public static void main(String[] args) {
        System.exit(run(args, System.getenv()));
    }

    static int run(String[] args, Map<String, String> env) {
        String name = args.length == 0 ? "" : args[0];
        return switch (name) {
            case "redact" ->
                    job(name)
                            .run(
                                    Arrays.copyOfRange(args, Math.min(2, args.length), args.length),
                                    env,
                                    drive -> redact(drive, args[1], env));
            case "merge" ->
                    job(name)
                            .run(
                                    Arrays.copyOfRange(args, 1, args.length),
                                    env,
                                    drive -> merge(drive, env));
            // A job without a drive ends by saying what it expects.
            default -> job("redact RANGE or merge").run(new String[0], env, drive -> Map.of());
        };
    }

    private static DriveJob job(String name) {
        return new DriveJob(name, InstantSource.system(), System.out);
    }

    private static Map<String, Object> redact(
            DriveId drive, String range, Map<String, String> env) {
        Config config = Config.from("redact", env);
        AwsClients clients = AwsClients.from(env);
        try (S3Client s3 = clients.s3();
                ScratchDirectory scratch = ScratchDirectory.create("redact")) {
            Bucket bronze = new Bucket(s3, config.bronzeBucket());
            Bucket gold = new Bucket(s3, config.goldBucket());
            RedactionStore store = RedactionStore.open(drive, bronze);
            try (DetectorPool detectors =
                    Detectors.of(store.plan().policy(), gold, scratch.path())) {
                RangePart part =
                        new RedactRange(
                                        drive,
                                        store,
                                        RawDrive.find(drive, gold, bronze, scratch.path())
                                                .recordings()
                                                .stream()
                                                .map(RawLog::of)
                                                .toList(),
                                        detectors,
                                        scratch.path(),
                                        PROCESSORS)
                                .redact(index(range));
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("outcome", "REDACTED");
                line.put("range", part.range());
                line.put("frames", part.frames().size());
                line.put(
                        "changed",
                        part.frames().stream().filter(frame -> frame.change() != null).count());
                return line;
            }
        } catch (IOException e) {
            throw broken("redacting range " + range + " of drive " + drive, e);
        }
    }

    private static Map<String, Object> merge(DriveId drive, Map<String, String> env) {
        Config config = Config.from("merge", env);
        String reportKeyId = Config.reportKeyId("merge", env);
        AwsClients clients = AwsClients.from(env);
        try (S3Client s3 = clients.s3();
                ScratchDirectory scratch = ScratchDirectory.create("merge")) {
            RedactionOutcome outcome =
                    new MergeDrive(
                                    new Bucket(s3, config.bronzeBucket()),
                                    new Bucket(s3, config.goldBucket()),
                                    new EnvelopeSigner(clients.kms(), reportKeyId),
                                    scratch.path(),
                                    PROCESSORS)
                            .merge(drive);
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("outcome", outcome.verdict().name());
            line.put("frames", outcome.frames());
            line.put("redacted", outcome.redacted());
            line.put("withheld", outcome.withheld());
            line.put("boxes", outcome.boxes());
            return line;
        } catch (IOException e) {
            throw broken("merging drive " + drive, e);
        }
    }

    private static int index(String range) {
        try {
            return Integer.parseInt(range);
        } catch (NumberFormatException e) {
            throw new CallerException("expected the number of a range, found " + range, e);
        }
    }

    private static TransientException broken(String what, IOException e) {
        return new TransientException(what + " broke off: " + e.getMessage(), e);
    }
}
