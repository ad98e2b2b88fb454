package dev.roadloop.contracts;

import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.Sha256;
import org.jspecify.annotations.Nullable;

/// `redaction.outcome.json`, at most 8 KB: what the state machine must know of a redaction.
///
/// @param driveId the drive
/// @param plan the digest of the [RedactionPlan] that was carried out
/// @param verdict whether the clean recordings may be used
/// @param message why not; present exactly with `HELD`
/// @param frames messages with pictures
/// @param redacted how many of them were changed
/// @param withheld how many of them are left out of the clean recordings
/// @param boxes faces and plates destroyed
/// @param findings the number of findings
/// @param reportKey where the [RedactionReport] lies in the gold bucket
public record RedactionOutcome(
        DriveId driveId,
        Sha256 plan,
        RedactionVerdict verdict,
        @Nullable String message,
        long frames,
        long redacted,
        long withheld,
        long boxes,
        int findings,
        String reportKey) {
    /// @throws IllegalArgumentException when a field is missing, or message and verdict contradict
    ///   each other
    public RedactionOutcome {
        Required.present(driveId, "driveId");
        Required.present(plan, "plan");
        Required.present(verdict, "verdict");
        Required.notNegative(frames, "frames");
        Required.notNegative(redacted, "redacted");
        Required.notNegative(withheld, "withheld");
        Required.notNegative(boxes, "boxes");
        Required.notNegative(findings, "findings");
        Required.text(reportKey, "reportKey");
        if ((verdict == RedactionVerdict.HELD) != (message != null)) {
            throw new IllegalArgumentException(
                    "outcome of "
                            + driveId
                            + ": verdict "
                            + verdict
                            + " with message "
                            + message
                            + "; expected a message exactly with HELD");
        }
    }
}
