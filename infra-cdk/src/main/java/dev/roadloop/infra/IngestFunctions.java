package dev.roadloop.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.eventsources.SqsEventSource;
import software.amazon.awscdk.services.lambda.eventsources.SqsEventSourceProps;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/// The functions of the ingest context: what calls each is in the state machine's file and in
/// [IngestStack].
final class IngestFunctions extends Construct {

    /// RegisterDrive's timeout, on which its queue's visibility timeout depends.
    static final Duration REGISTER_TIMEOUT = Duration.seconds(60);

    private final Path jar;
    private final IQueue failures;
    private final Map<String, String> stores;
    private final DriveAccess access;
    private final JavaFunction verifyFile;
    private final JavaFunction planRedaction;
    private final JavaFunction holdDrive;
    private final JavaFunction catalogDrive;
    private final JavaFunction quarantineDrive;
    private final JavaFunction recordFailure;
    private final JavaFunction rebuildCatalog;

    IngestFunctions(
            Construct scope, String id, FoundationStack foundation, Path jar, IQueue failures) {
        super(scope, id);
        this.jar = jar;
        this.failures = failures;
        this.stores =
                Map.of(
                        "LANDING_BUCKET", foundation.buckets().landing().getBucketName(),
                        "BRONZE_BUCKET", foundation.buckets().bronze().getBucketName(),
                        "GOLD_BUCKET", foundation.buckets().gold().getBucketName(),
                        "DRIVES_TABLE", foundation.catalog().table().getTableName(),
                        "EVENT_BUS_NAME", foundation.events().bus().getEventBusName());
        this.access = new DriveAccess(foundation);
        this.verifyFile =
                add(
                        "VerifyFile",
                        "verify.VerifyFileHandler",
                        "Checks one file of a drive against its manifest and copies it to bronze.",
                        Duration.minutes(15),
                        1769,
                        environment("LANDING_BUCKET", "BRONZE_BUCKET", "GOLD_BUCKET"),
                        Permission.all(
                                access.readUploads(),
                                access.readRecords(),
                                access.readRaw(),
                                access.writeRaw(),
                                access.keepLog()));
        this.planRedaction =
                add(
                        "PlanRedaction",
                        "redaction.PlanRedactionHandler",
                        "Splits the redaction of an inspected drive into ranges of log time.",
                        Duration.minutes(1),
                        1769,
                        environment("BRONZE_BUCKET", "GOLD_BUCKET"),
                        Permission.all(
                                access.readRecords(),
                                access.readReports(),
                                access.readPolicies(),
                                access.writeClean()));
        this.holdDrive =
                add(
                        "HoldDrive",
                        "redaction.HoldDriveHandler",
                        "Marks a drive as held for review, with the reason, and announces it.",
                        Duration.minutes(1),
                        1769,
                        environment("GOLD_BUCKET", "DRIVES_TABLE", "EVENT_BUS_NAME"),
                        Permission.all(
                                access.readRecords(),
                                access.readReports(),
                                access.readQuarantine(),
                                access.keepLog(),
                                access.writeCatalog(),
                                access.announce()));
        this.catalogDrive =
                add(
                        "CatalogDrive",
                        "catalog.CatalogDriveHandler",
                        "Enters a converted drive into the catalog.",
                        Duration.minutes(2),
                        1769,
                        environment("GOLD_BUCKET", "DRIVES_TABLE"),
                        Permission.all(
                                access.readRecords(),
                                access.readReports(),
                                access.readQuarantine(),
                                access.keepLog(),
                                access.writeCatalog()));
        this.quarantineDrive =
                add(
                        "QuarantineDrive",
                        "quarantine.QuarantineDriveHandler",
                        "Marks a drive as quarantined, with the reason, and announces it.",
                        Duration.minutes(1),
                        1024,
                        environment("GOLD_BUCKET", "DRIVES_TABLE", "EVENT_BUS_NAME"),
                        Permission.all(
                                access.readRecords(),
                                access.readReports(),
                                access.keepQuarantine(),
                                access.keepLog(),
                                access.writeCatalog(),
                                access.announce()));
        this.recordFailure =
                add(
                        "RecordFailure",
                        "failure.RecordFailureHandler",
                        "Writes a failed step to the drive's ingestion log, then fails the"
                                + " execution so that it can be redriven.",
                        Duration.minutes(1),
                        1024,
                        environment("GOLD_BUCKET"),
                        access.keepLog());
        this.rebuildCatalog =
                add(
                        "RebuildCatalog",
                        "catalog.RebuildCatalogHandler",
                        "Rebuilds the catalog from S3 alone; called by hand.",
                        Duration.minutes(15),
                        3008,
                        environment("GOLD_BUCKET", "DRIVES_TABLE"),
                        Permission.all(
                                access.readRecords(),
                                access.readReports(),
                                access.readQuarantine(),
                                access.readLog(),
                                access.writeCatalog()));
    }

    /// Made after the state machine that it starts.
    JavaFunction addRegisterDrive(IQueue landingObjects, String stateMachineArn) {
        Map<String, String> environment =
                new TreeMap<>(
                        environment(
                                "LANDING_BUCKET", "GOLD_BUCKET", "DRIVES_TABLE", "EVENT_BUS_NAME"));
        environment.put("INGEST_STATE_MACHINE_ARN", stateMachineArn);
        environment.put("LANDING_QUEUE_URL", landingObjects.getQueueUrl());
        JavaFunction registerDrive =
                add(
                        "RegisterDrive",
                        "register.RegisterDriveHandler",
                        "Registers a drive once its upload is complete and starts its ingestion.",
                        REGISTER_TIMEOUT,
                        1769,
                        environment,
                        Permission.all(
                                access.readUploads(),
                                access.keepRecords(),
                                access.readReports(),
                                access.keepLog(),
                                access.keepQuarantine(),
                                access.writeCatalog(),
                                access.announce(),
                                List.of(
                                        Permission.on(stateMachineArn, "states:StartExecution"),
                                        Permission.on(
                                                landingObjects.getQueueArn(),
                                                "sqs:ReceiveMessage",
                                                "sqs:DeleteMessage",
                                                "sqs:ChangeMessageVisibility",
                                                "sqs:GetQueueAttributes"))));
        // Ten messages a call, each failing by itself; at most ten calls at once.
        registerDrive
                .alias()
                .addEventSource(
                        new SqsEventSource(
                                landingObjects,
                                SqsEventSourceProps.builder()
                                        .batchSize(10)
                                        .reportBatchItemFailures(true)
                                        .maxConcurrency(10)
                                        .build()));
        return registerDrive;
    }

    JavaFunction verifyFile() {
        return verifyFile;
    }

    JavaFunction planRedaction() {
        return planRedaction;
    }

    JavaFunction holdDrive() {
        return holdDrive;
    }

    JavaFunction catalogDrive() {
        return catalogDrive;
    }

    JavaFunction quarantineDrive() {
        return quarantineDrive;
    }

    JavaFunction recordFailure() {
        return recordFailure;
    }

    JavaFunction rebuildCatalog() {
        return rebuildCatalog;
    }

    private JavaFunction add(
            String name,
            String handler,
            String description,
            Duration timeout,
            int memoryMiB,
            Map<String, String> environment,
            List<Permission> permissions) {
        FunctionSpec spec =
                new FunctionSpec(
                        name,
                        "dev.roadloop.ingest." + handler,
                        description,
                        timeout,
                        memoryMiB,
                        environment,
                        permissions);
        return new JavaFunction(this, spec, jar, failures);
    }

    private Map<String, String> environment(String... names) {
        Map<String, String> chosen = new TreeMap<>(Map.of("POWERTOOLS_SERVICE_NAME", "ingest"));
        for (String name : names) {
            chosen.put(name, Objects.requireNonNull(stores.get(name), name));
        }
        return chosen;
    }
}
