package dev.roadloop.infra;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.IBucket;

/// The permissions that functions and jobs are given, in the words of the data: each method is one
/// kind of access.
///
/// Access to objects is by key prefix, since the keys are made of drive ids that do not exist yet.
final class DriveAccess {

    private static final String BY_PREFIX =
            "Keys start with a drive's or an experiment's id, which is not known before there is"
                    + " one; the prefix is the finest grain.";

    private final DriveKeys keys;
    private final DriveBuckets buckets;
    private final DriveCatalogTable catalog;
    private final DriveEvents events;

    DriveAccess(FoundationStack foundation) {
        this.keys = foundation.keys();
        this.buckets = foundation.buckets();
        this.catalog = foundation.catalog();
        this.events = foundation.events();
    }

    List<Permission> readUploads() {
        return List.of(
                objects(buckets.landing(), "drives/", "s3:GetObject"),
                Permission.on(buckets.landing().getBucketArn(), "s3:ListBucket"),
                Permission.on(keys.raw().getKeyArn(), "kms:Decrypt"));
    }

    List<Permission> readRaw() {
        return List.of(
                objects(buckets.bronze(), "raw/", "s3:GetObject"),
                Permission.on(buckets.bronze().getBucketArn(), "s3:ListBucket"),
                Permission.on(keys.raw().getKeyArn(), "kms:Decrypt"));
    }

    /// Multipart copies too, hence `kms:Decrypt`: S3 reads the parts back to join them.
    List<Permission> writeRaw() {
        return writing(buckets.bronze(), keys.raw(), "raw/");
    }

    /// Redacted recordings and the plans of redactions.
    List<Permission> readClean() {
        return List.of(
                objects(buckets.bronze(), "clean/", "s3:GetObject"),
                Permission.on(buckets.bronze().getBucketArn(), "s3:ListBucket"),
                Permission.on(keys.raw().getKeyArn(), "kms:Decrypt"));
    }

    List<Permission> writeClean() {
        return writing(buckets.bronze(), keys.raw(), "clean/");
    }

    /// What workers leave of a redaction that is under way.
    List<Permission> readParts() {
        return List.of(
                objects(buckets.bronze(), "parts/", "s3:GetObject"),
                Permission.on(buckets.bronze().getBucketArn(), "s3:ListBucket"),
                Permission.on(keys.raw().getKeyArn(), "kms:Decrypt"));
    }

    List<Permission> writeParts() {
        return writing(buckets.bronze(), keys.raw(), "parts/");
    }

    /// Nothing else in any zone may be removed but by its lifecycle.
    List<Permission> removeParts() {
        return List.of(objects(buckets.bronze(), "parts/", "s3:DeleteObject"));
    }

    /// What was registered; kept for as long as the reports.
    List<Permission> readRecords() {
        return gold("records/");
    }

    List<Permission> keepRecords() {
        return Stream.of(gold("records/"), writing(buckets.gold(), keys.derived(), "records/"))
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    List<Permission> readReports() {
        return gold("reports/");
    }

    List<Permission> writeReports() {
        return writing(buckets.gold(), keys.derived(), "reports/");
    }

    List<Permission> readPolicies() {
        return gold("policies/");
    }

    /// The ingestion log: records are only ever added, and read back to see which are there.
    List<Permission> keepLog() {
        return Stream.of(
                        gold("logs/ingest/"),
                        writing(buckets.gold(), keys.derived(), "logs/ingest/"))
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    List<Permission> keepQuarantine() {
        return Stream.of(
                        gold("quarantine/"), writing(buckets.gold(), keys.derived(), "quarantine/"))
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    List<Permission> readQuarantine() {
        return gold("quarantine/");
    }

    List<Permission> readLog() {
        return gold("logs/ingest/");
    }

    /// Files that runs log: read, written and removed, in parts too.
    List<Permission> keepArtifacts() {
        return Stream.of(
                        gold("tracking/"),
                        writing(buckets.gold(), keys.derived(), "tracking/"),
                        List.of(objects(buckets.gold(), "tracking/", "s3:DeleteObject")))
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    List<Permission> listSignals() {
        return List.of(Permission.on(buckets.silver().getBucketArn(), "s3:ListBucket"));
    }

    List<Permission> writeSignals() {
        return writing(buckets.silver(), keys.derived(), "signals/");
    }

    List<Permission> writeFrames() {
        return writing(buckets.silver(), keys.derived(), "frames/");
    }

    /// What is made of a drive beside signals and frames.
    List<Permission> writeProducts() {
        return Stream.of("sync/", "lidar/", "clips/")
                .flatMap(prefix -> writing(buckets.silver(), keys.derived(), prefix).stream())
                .distinct()
                .toList();
    }

    List<Permission> signReports() {
        return List.of(
                Permission.on(keys.reportSigning().getKeyArn(), "kms:Sign", "kms:GetPublicKey"));
    }

    List<Permission> writeCatalog() {
        return List.of(
                Permission.on(
                        catalog.table().getTableArn(),
                        "dynamodb:GetItem",
                        "dynamodb:PutItem",
                        "dynamodb:UpdateItem",
                        "dynamodb:BatchWriteItem"));
    }

    List<Permission> announce() {
        return List.of(Permission.on(events.bus().getEventBusArn(), "events:PutEvents"));
    }

    private List<Permission> gold(String prefix) {
        return List.of(
                objects(buckets.gold(), prefix, "s3:GetObject"),
                Permission.on(buckets.gold().getBucketArn(), "s3:ListBucket"),
                Permission.on(keys.derived().getKeyArn(), "kms:Decrypt"));
    }

    private static List<Permission> writing(IBucket bucket, IKey key, String prefix) {
        return List.of(
                objects(
                        bucket,
                        prefix,
                        "s3:PutObject",
                        "s3:AbortMultipartUpload",
                        "s3:ListMultipartUploadParts"),
                Permission.on(key.getKeyArn(), "kms:GenerateDataKey", "kms:Decrypt"));
    }

    private static Permission objects(IBucket bucket, String prefix, String... actions) {
        return Permission.onObjects(bucket.getBucketArn(), prefix, BY_PREFIX, actions);
    }
}
