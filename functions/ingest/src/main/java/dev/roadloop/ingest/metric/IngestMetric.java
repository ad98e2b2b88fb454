package dev.roadloop.ingest.metric;

import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/// Every metric of this context, in the namespace `Roadloop`, with the dimension `Service=ingest`.
public enum IngestMetric {
    /// Landing events that were looked at.
    LANDING_EVENTS("LandingEvents", MetricUnit.COUNT),
    /// Landing objects that belong to no drive by their key.
    IGNORED_OBJECTS("IgnoredObjects", MetricUnit.COUNT),
    /// Drives registered.
    DRIVES_REGISTERED("DrivesRegistered", MetricUnit.COUNT),
    /// Drives and uploads put in quarantine.
    DRIVES_QUARANTINED("DrivesQuarantined", MetricUnit.COUNT),
    /// Drives held for review, because their redaction may have missed too much.
    DRIVES_HELD("DrivesHeld", MetricUnit.COUNT),
    /// Drives catalogued.
    DRIVES_CATALOGUED("DrivesCatalogued", MetricUnit.COUNT),
    /// From a drive's registration to its catalog entry.
    TIME_TO_CATALOG("TimeToCatalog", MetricUnit.SECONDS),
    /// Bytes of files that were verified and copied.
    BYTES_VERIFIED("BytesVerified", MetricUnit.BYTES),
    /// Steps of the workflow that failed.
    STEPS_FAILED("StepsFailed", MetricUnit.COUNT);

    private final String label;
    private final MetricUnit unit;

    IngestMetric(String label, MetricUnit unit) {
        this.label = label;
        this.unit = unit;
    }

    /// The metric's name in CloudWatch.
    public String label() {
        return label;
    }

    MetricUnit unit() {
        return unit;
    }
}
