package dev.roadloop.infra;

import java.util.List;

/// The permissions that functions and jobs are given, in the words of the data: each method is one
/// kind of access.
///
/// Access to objects is by key prefix, since the keys are made of drive ids that do not exist yet.
final class DriveAccess {

    private final ZoneAccess landing;
    private final ZoneAccess bronze;
    private final ZoneAccess silver;
    private final ZoneAccess gold;
    private final ZoneAccess golden;
    private final DriveKeys keys;
    private final DriveCatalogTable catalog;
    private final DriveEvents events;

    DriveAccess(FoundationStack foundation) {
        DriveBuckets buckets = foundation.buckets();
        this.keys = foundation.keys();
        this.landing = new ZoneAccess(buckets.landing(), keys.raw());
        this.bronze = new ZoneAccess(buckets.bronze(), keys.raw());
        this.silver = new ZoneAccess(buckets.silver(), keys.derived());
        this.gold = new ZoneAccess(buckets.gold(), keys.derived());
        this.golden = new ZoneAccess(buckets.golden(), keys.derived());
        this.catalog = foundation.catalog();
        this.events = foundation.events();
    }

    List<Permission> readUploads() {
        return landing.read("drives/");
    }

    List<Permission> readRaw() {
        return bronze.read("raw/");
    }

    /// Multipart copies too, hence `kms:Decrypt`: S3 reads the parts back to join them.
    List<Permission> writeRaw() {
        return bronze.write("raw/");
    }

    /// Redacted recordings and the plans of redactions.
    List<Permission> readClean() {
        return bronze.read("clean/");
    }

    List<Permission> writeClean() {
        return bronze.write("clean/");
    }

    /// What workers leave of a redaction that is under way.
    List<Permission> readParts() {
        return bronze.read("parts/");
    }

    List<Permission> writeParts() {
        return bronze.write("parts/");
    }

    /// Nothing else in any zone may be removed but by its lifecycle.
    List<Permission> removeParts() {
        return bronze.remove("parts/");
    }

    /// What was registered; kept for as long as the reports.
    List<Permission> readRecords() {
        return gold.read("records/");
    }

    List<Permission> keepRecords() {
        return gold.keep("records/");
    }

    List<Permission> readReports() {
        return gold.read("reports/");
    }

    List<Permission> writeReports() {
        return gold.write("reports/");
    }

    List<Permission> readPolicies() {
        return gold.read("policies/");
    }

    /// The ingestion log: records are only ever added, and read back to see which are there.
    List<Permission> keepLog() {
        return gold.keep("logs/ingest/");
    }

    List<Permission> keepQuarantine() {
        return gold.keep("quarantine/");
    }

    List<Permission> readQuarantine() {
        return gold.read("quarantine/");
    }

    List<Permission> readLog() {
        return gold.read("logs/ingest/");
    }

    /// Files that runs log: read, written and removed, in parts too.
    List<Permission> keepArtifacts() {
        return Permission.all(gold.keep("tracking/"), gold.remove("tracking/"));
    }

    List<Permission> listSignals() {
        return List.of(Permission.on(silver.bucket().getBucketArn(), "s3:ListBucket"));
    }

    List<Permission> writeSignals() {
        return silver.write("signals/");
    }

    List<Permission> writeFrames() {
        return silver.write("frames/");
    }

    /// What is made of a drive beside signals and frames.
    List<Permission> writeProducts() {
        return Permission.all(
                silver.write("sync/"), silver.write("lidar/"), silver.write("clips/"));
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

    /// Batches of labels as they are uploaded.
    List<Permission> readLabels() {
        return landing.read("labels/");
    }

    List<Permission> readFrames() {
        return silver.read("frames/");
    }

    /// Datasets, what they are made of, and their contents by digest; golden sets too.
    List<Permission> keepDatasets() {
        return Permission.all(
                gold.keep("labels/"),
                gold.keep("datasets/"),
                gold.keep("dvc/"),
                golden.keep("labels/"),
                golden.keep("datasets/"),
                golden.keep("dvc/"));
    }

    /// Versions to judge models by, golden sets with their pictures too.
    List<Permission> readJudged() {
        return Permission.all(
                gold.read("datasets/"),
                gold.read("dvc/"),
                golden.read("datasets/"),
                golden.read("dvc/"));
    }

    /// Versions to train on: of golden sets what they are, but not their pictures.
    List<Permission> readDatasets() {
        return Permission.all(gold.read("datasets/"), gold.read("dvc/"), golden.read("datasets/"));
    }

    /// What trainings leave behind; checkpoints that newer ones replace are removed.
    List<Permission> keepRuns() {
        return Permission.all(gold.keep("models/runs/"), gold.remove("models/runs/"));
    }

    List<Permission> readRuns() {
        return gold.read("models/runs/");
    }

    /// What comes of sweeps.
    List<Permission> writeSweeps() {
        return gold.write("models/sweeps/");
    }

    /// Packaged models, and how the packaging of a run ended.
    List<Permission> writePackages() {
        return Permission.all(gold.write("models/packages/"), gold.write("models/runs/"));
    }

    /// What a model may be trained on, without golden sets: of those there is no model.
    List<Permission> readLearnt() {
        return Permission.all(gold.read("datasets/"), gold.read("dvc/"));
    }

    /// Keys of gold that no other method speaks of.
    ZoneAccess gold() {
        return gold;
    }

    /// What fails an execution keeps why it did.
    List<Permission> keepFailures() {
        return gold.keep("logs/workflows/");
    }
}
