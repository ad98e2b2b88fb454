package dev.roadloop.inspect;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.contracts.InspectionOutcome;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.TransientException;
import dev.roadloop.drivejob.DriveJob;
import dev.roadloop.drivejob.ScratchDirectory;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/// The job `inspect <drive id>`, a [DriveJob]: ends with 0 when there is a verdict, whatever it is.
public final class Main {

    private Main() {}

    /// @param args the drive id
    public static void main(String[] args) {
        System.exit(run(args, System.getenv()));
    }

    static int run(String[] args, Map<String, String> env) {
        return new DriveJob("inspect", InstantSource.system(), System.out)
                .run(args, env, drive -> inspect(drive, Config.from(env), AwsClients.from(env)));
    }

    private static Map<String, Object> inspect(DriveId drive, Config config, AwsClients clients) {
        try (S3Client s3 = clients.s3();
                ScratchDirectory scratch = ScratchDirectory.create("inspect")) {
            InspectionOutcome outcome =
                    new InspectDrive(
                                    new Bucket(s3, config.bronzeBucket()),
                                    new Bucket(s3, config.goldBucket()),
                                    new EnvelopeSigner(clients.kms(), config.reportKeyId()),
                                    scratch.path())
                            .inspect(drive);
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("outcome", outcome.verdict().name());
            line.put("findings", outcome.findings());
            return line;
        } catch (IOException e) {
            throw new TransientException(
                    "the scratch disk of drive " + drive + " failed: " + e.getMessage(), e);
        }
    }
}
