package dev.roadloop.cli.report;

import dev.roadloop.contracts.DriveClip;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.RedactionReport;
import java.util.List;
import java.util.Optional;

/// What the jobs on a drive reported, as far as they came.
///
/// @param sheet before and after of the redaction's canaries
record Reports(
        Optional<InspectionReport> inspection,
        Optional<RedactionReport> redaction,
        Optional<RedactionSection.Sheet> sheet,
        List<DriveClip> clips) {

    /// Copies the clips.
    Reports {
        clips = List.copyOf(clips);
    }

    /// The reports of a drive that was inspected, and no more.
    static Reports of(InspectionReport inspection) {
        return new Reports(Optional.of(inspection), Optional.empty(), Optional.empty(), List.of());
    }
}
