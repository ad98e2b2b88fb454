package dev.roadloop.contracts;

import dev.roadloop.domain.DriveId;
import org.jspecify.annotations.Nullable;

/// `inspection.outcome.json`, at most 8 KB: what the state machine must know of an inspection.
///
/// @param driveId the drive
/// @param verdict the verdict
/// @param reason why it is in quarantine; present exactly with that verdict
/// @param message the same for people; present exactly with that verdict
/// @param findings the number of findings
/// @param reportKey where the [InspectionReport] lies in the gold bucket
public record InspectionOutcome(
        DriveId driveId,
        Verdict verdict,
        @Nullable QuarantineReason reason,
        @Nullable String message,
        int findings,
        String reportKey) {
    /// @throws IllegalArgumentException when a field is missing, or reason and verdict contradict
    ///   each other
    public InspectionOutcome {
        Required.present(driveId, "driveId");
        Required.present(verdict, "verdict");
        Required.notNegative(findings, "findings");
        Required.text(reportKey, "reportKey");
        boolean quarantine = verdict == Verdict.QUARANTINE;
        if (quarantine != (reason != null) || quarantine != (message != null)) {
            throw new IllegalArgumentException(
                    "outcome of "
                            + driveId
                            + ": verdict "
                            + verdict
                            + " with reason "
                            + reason
                            + "; expected reason and message exactly with QUARANTINE");
        }
    }
}
