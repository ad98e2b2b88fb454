package dev.roadloop.infra;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/// What all contexts use. What keeps data: keys, buckets, the drive catalog and the event bus;
/// deleting the stack deletes none of them but the bus. And where jobs run.
final class FoundationStack extends Stack {

    private final DriveKeys keys;
    private final DriveBuckets buckets;
    private final DriveCatalogTable catalog;
    private final DriveEvents events;
    private final JobFleet fleet;

    /// @param gpus whether there are machines with a GPU
    FoundationStack(Construct scope, StackProps props, boolean gpus) {
        super(scope, "RoadloopFoundation", props);
        this.keys = new DriveKeys(this, "Keys");
        this.buckets = new DriveBuckets(this, "Buckets", keys);
        this.catalog = new DriveCatalogTable(this, "Drives");
        this.events = new DriveEvents(this, "Events");
        this.fleet = new JobFleet(this, "Jobs", gpus);
        output("LandingBucket", "Where to upload recordings", buckets.landing().getBucketName());
        output(
                "SilverBucket",
                "Where signal tables and frames lie",
                buckets.silver().getBucketName());
        output("GoldenBucket", "Where golden sets lie", buckets.golden().getBucketName());
        output("GoldBucket", "Where signed reports lie", buckets.gold().getBucketName());
        output(
                "ReportKey",
                "What reports and evidence are signed with",
                keys.reportSigning().getKeyId());
        output("DrivesTable", "The drive catalog", catalog.table().getTableName());
        output("EventBus", "The bus that contexts meet on", events.bus().getEventBusName());
    }

    private void output(String id, String description, String value) {
        CfnOutput.Builder.create(this, id).description(description).value(value).build();
    }

    DriveKeys keys() {
        return keys;
    }

    DriveBuckets buckets() {
        return buckets;
    }

    DriveCatalogTable catalog() {
        return catalog;
    }

    DriveEvents events() {
        return events;
    }

    JobFleet fleet() {
        return fleet;
    }
}
