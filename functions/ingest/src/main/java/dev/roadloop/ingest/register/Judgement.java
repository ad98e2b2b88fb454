package dev.roadloop.ingest.register;

import dev.roadloop.contracts.DriveRecord.LandedFile;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.domain.Sha256;
import java.time.Instant;
import java.util.List;

/// What the landing objects of an upload amount to.
sealed interface Judgement {
    /// Not complete yet.
    ///
    /// @param missing what is missing, for people
    record Incomplete(String missing) implements Judgement {}

    /// Complete, and of no use.
    ///
    /// @param reason why, for machines
    /// @param message why, for people
    record Unfit(QuarantineReason reason, String message) implements Judgement {}

    /// A drive.
    ///
    /// @param start when it starts
    /// @param content the digest of its content
    /// @param files its files, sorted by name
    record Fit(Instant start, Sha256 content, List<LandedFile> files) implements Judgement {}
}
