package dev.roadloop.contracts;

import dev.roadloop.domain.DriveId;

/// `conversion.outcome.json`, at most 8 KB: what the state machine must know of a conversion.
///
/// @param driveId the drive
/// @param tables the number of signal tables
/// @param rows the rows of all tables
/// @param frames the number of keyframes
/// @param bytes the bytes written to silver
/// @param reportKey where the [ConversionReport] lies in the gold bucket
public record ConversionOutcome(
        DriveId driveId, int tables, long rows, long frames, long bytes, String reportKey) {
    /// @throws IllegalArgumentException when a field is missing or a count negative
    public ConversionOutcome {
        Required.present(driveId, "driveId");
        Required.notNegative(tables, "tables");
        Required.notNegative(rows, "rows");
        Required.notNegative(frames, "frames");
        Required.notNegative(bytes, "bytes");
        Required.text(reportKey, "reportKey");
    }
}
