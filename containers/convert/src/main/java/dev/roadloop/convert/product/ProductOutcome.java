package dev.roadloop.convert.product;

import dev.roadloop.contracts.ClockComparison;
import dev.roadloop.contracts.DriveClip;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.MadeProduct;
import dev.roadloop.contracts.SensorLatency;
import java.util.List;

/// What became of a product, for the conversion's report.
///
/// @param made what is in the store now
/// @param findings what is not in the product as it should be, and why
/// @param clocks how clocks ran, where the product compares them
/// @param latencies how late sensors were, where the product finds out
/// @param clips the clips of the drive, where the product makes them
public record ProductOutcome(
        List<MadeProduct> made,
        List<Finding> findings,
        List<ClockComparison> clocks,
        List<SensorLatency> latencies,
        List<DriveClip> clips) {
    public ProductOutcome {
        made = List.copyOf(made);
        findings = List.copyOf(findings);
        clocks = List.copyOf(clocks);
        latencies = List.copyOf(latencies);
        clips = List.copyOf(clips);
    }

    /// An outcome without clips.
    public ProductOutcome(
            List<MadeProduct> made,
            List<Finding> findings,
            List<ClockComparison> clocks,
            List<SensorLatency> latencies) {
        this(made, findings, clocks, latencies, List.of());
    }

    /// An outcome that says nothing of clocks.
    public ProductOutcome(List<MadeProduct> made, List<Finding> findings) {
        this(made, findings, List.of(), List.of());
    }
}
