package dev.roadloop.ingest.register;

import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.domain.DriveId;

/// What became of looking at an upload.
sealed interface RegistrationOutcome {
    /// The upload waits for more.
    ///
    /// @param missing what is missing
    record Waiting(String missing) implements RegistrationOutcome {}

    /// Exactly this state of the landing objects was judged before.
    record Settled() implements RegistrationOutcome {}

    /// A drive was registered and its execution started.
    record Registered(DriveId driveId, int attempt) implements RegistrationOutcome {}

    /// The content was registered before.
    record Known(DriveId driveId) implements RegistrationOutcome {}

    /// The upload is in quarantine.
    record Quarantined(QuarantineReason reason, String message) implements RegistrationOutcome {}
}
