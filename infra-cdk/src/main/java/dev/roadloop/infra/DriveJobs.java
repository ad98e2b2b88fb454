package dev.roadloop.infra;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.constructs.Construct;

/// The jobs of the ingest context: on arm64, but for those that look at pictures by native code.
final class DriveJobs extends Construct {

    /// Three attempts fit into the four hours that the state machine waits for a job.
    private static final Duration ATTEMPT = Duration.minutes(75);

    private final JavaJob inspect;
    private final JavaJob redact;
    private final JavaJob merge;
    private final JavaJob convert;

    DriveJobs(Construct scope, String id, FoundationStack foundation, Artifacts artifacts) {
        super(scope, id);
        DriveAccess access = new DriveAccess(foundation);
        Map<String, String> bronzeAndGold =
                Map.of(
                        "BRONZE_BUCKET", foundation.buckets().bronze().getBucketName(),
                        "GOLD_BUCKET", foundation.buckets().gold().getBucketName());
        Map<String, String> signing =
                Map.of("REPORT_KEY_ID", foundation.keys().reportSigning().getKeyArn());
        Map<String, String> silver =
                Map.of("SILVER_BUCKET", foundation.buckets().silver().getBucketName());
        this.inspect =
                new JavaJob(
                        this,
                        new JavaJob.Spec(
                                "InspectJob",
                                JavaJob.Machine.ARM64,
                                artifacts.image("inspect"),
                                2,
                                8,
                                50,
                                ATTEMPT,
                                both(bronzeAndGold, signing),
                                Permission.all(
                                        access.readRecords(),
                                        access.readRaw(),
                                        access.readPolicies(),
                                        access.writeReports(),
                                        access.signReports()),
                                3));
        this.redact =
                new JavaJob(
                        this,
                        new JavaJob.Spec(
                                "RedactJob",
                                JavaJob.Machine.X86_64,
                                artifacts.image("redact"),
                                8,
                                16,
                                100,
                                ATTEMPT,
                                bronzeAndGold,
                                Permission.all(
                                        access.readRecords(),
                                        access.readRaw(),
                                        access.readPolicies(),
                                        access.readClean(),
                                        access.readParts(),
                                        access.writeParts()),
                                3));
        this.merge =
                new JavaJob(
                        this,
                        new JavaJob.Spec(
                                "MergeJob",
                                JavaJob.Machine.X86_64,
                                artifacts.image("redact"),
                                4,
                                16,
                                200,
                                ATTEMPT,
                                both(bronzeAndGold, signing),
                                Permission.all(
                                        access.readRecords(),
                                        access.readRaw(),
                                        access.readPolicies(),
                                        access.readReports(),
                                        access.writeReports(),
                                        access.signReports(),
                                        access.readClean(),
                                        access.writeClean(),
                                        access.readParts(),
                                        access.writeParts(),
                                        access.removeParts()),
                                3));
        this.convert =
                new JavaJob(
                        this,
                        new JavaJob.Spec(
                                "ConvertJob",
                                JavaJob.Machine.ARM64,
                                artifacts.image("convert"),
                                4,
                                16,
                                200,
                                ATTEMPT,
                                both(bronzeAndGold, silver),
                                Permission.all(
                                        access.readClean(),
                                        access.writeSignals(),
                                        access.writeFrames(),
                                        access.writeProducts(),
                                        access.readPolicies(),
                                        access.listSignals(),
                                        access.readReports(),
                                        access.writeReports()),
                                3));
    }

    JavaJob inspect() {
        return inspect;
    }

    JavaJob redact() {
        return redact;
    }

    JavaJob merge() {
        return merge;
    }

    JavaJob convert() {
        return convert;
    }

    private static Map<String, String> both(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(some);
        all.putAll(more);
        return all;
    }
}
