package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.batch.FargateComputeEnvironment;
import software.amazon.awscdk.services.batch.JobQueue;
import software.amazon.awscdk.services.batch.OrderedComputeEnvironment;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.constructs.Construct;

/// The jobs of the ingest context and where they run: Fargate, which suits minutes of CPU work
/// without idle machines; on arm64, but for those that look at pictures by native code.
final class DriveJobs extends Construct {

    private static final int MOST_VCPUS = 128;

    /// Three attempts fit into the four hours that the state machine waits for a job.
    private static final Duration ATTEMPT = Duration.minutes(75);

    private final JobQueue queue;
    private final JavaJob inspect;
    private final JavaJob redact;
    private final JavaJob merge;
    private final JavaJob convert;

    DriveJobs(Construct scope, String id, FoundationStack foundation, Artifacts artifacts) {
        super(scope, id);
        JobNetwork network = new JobNetwork(this, "Network");
        FargateComputeEnvironment environment =
                FargateComputeEnvironment.Builder.create(this, "Fargate")
                        .vpc(network.vpc())
                        .vpcSubnets(
                                SubnetSelection.builder()
                                        .subnetType(SubnetType.PRIVATE_ISOLATED)
                                        .build())
                        .securityGroups(List.of(network.jobs()))
                        .maxvCpus(MOST_VCPUS)
                        .build();
        this.queue =
                JobQueue.Builder.create(this, "Queue")
                        .computeEnvironments(
                                List.of(
                                        OrderedComputeEnvironment.builder()
                                                .computeEnvironment(environment)
                                                .order(1)
                                                .build()))
                        .build();
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
                                artifacts.inspectImage(),
                                2,
                                8,
                                50,
                                ATTEMPT,
                                both(bronzeAndGold, signing),
                                join(
                                        access.readRecords(),
                                        access.readRaw(),
                                        access.readPolicies(),
                                        access.writeReports(),
                                        access.signReports())));
        this.redact =
                new JavaJob(
                        this,
                        new JavaJob.Spec(
                                "RedactJob",
                                JavaJob.Machine.X86_64,
                                artifacts.redactImage(),
                                8,
                                16,
                                100,
                                ATTEMPT,
                                bronzeAndGold,
                                join(
                                        access.readRecords(),
                                        access.readRaw(),
                                        access.readPolicies(),
                                        access.readClean(),
                                        access.readParts(),
                                        access.writeParts())));
        this.merge =
                new JavaJob(
                        this,
                        new JavaJob.Spec(
                                "MergeJob",
                                JavaJob.Machine.X86_64,
                                artifacts.redactImage(),
                                4,
                                16,
                                200,
                                ATTEMPT,
                                both(bronzeAndGold, signing),
                                join(
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
                                        access.removeParts())));
        this.convert =
                new JavaJob(
                        this,
                        new JavaJob.Spec(
                                "ConvertJob",
                                JavaJob.Machine.ARM64,
                                artifacts.convertImage(),
                                4,
                                16,
                                200,
                                ATTEMPT,
                                both(bronzeAndGold, silver),
                                join(
                                        access.readClean(),
                                        access.writeSignals(),
                                        access.writeFrames(),
                                        access.writeProducts(),
                                        access.readPolicies(),
                                        access.listSignals(),
                                        access.readReports(),
                                        access.writeReports())));
    }

    JobQueue queue() {
        return queue;
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

    @SafeVarargs
    private static List<Permission> join(List<Permission>... lists) {
        return Stream.of(lists).flatMap(List::stream).distinct().toList();
    }
}
