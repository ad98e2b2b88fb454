package dev.roadloop.contracts;

import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.Sha256;
import java.util.List;

/// `plan.json`: how the redaction of a drive is split. The same drive and policy give the same
/// plan, whose digest ties all that is done by it together.
///
/// @param driveId the drive
/// @param policy how to redact
/// @param frames how many messages with pictures the inspection found
/// @param ranges the parts of the drive by log time, one after the other without a gap; none for a
///   drive without pictures
public record RedactionPlan(
        DriveId driveId, RedactionPolicy policy, long frames, List<TimeRange> ranges) {
    /// @throws IllegalArgumentException when a field is missing or the ranges have a gap
    public RedactionPlan {
        Required.present(driveId, "driveId");
        Required.present(policy, "policy");
        Required.notNegative(frames, "frames");
        Required.present(ranges, "ranges");
        ranges = List.copyOf(ranges);
        for (int i = 1; i < ranges.size(); i++) {
            if (!ranges.get(i).from().equals(ranges.get(i - 1).to())) {
                throw new IllegalArgumentException(
                        "plan of "
                                + driveId
                                + ": range "
                                + i
                                + " starts at "
                                + ranges.get(i).from()
                                + "; expected the end of the one before, "
                                + ranges.get(i - 1).to());
            }
        }
    }

    /// What one worker redacts.
    ///
    /// @param from first log time
    /// @param to log time to stop before
    public record TimeRange(SensorTime from, SensorTime to) {
        /// @throws IllegalArgumentException when a field is missing or the range is empty
        public TimeRange {
            Required.present(from, "from");
            Required.present(to, "to");
            if (from.compareTo(to) >= 0) {
                throw new IllegalArgumentException(
                        "range from " + from + " to " + to + "; expected the end after the start");
            }
        }
    }

    /// The digest of the plan as it is written.
    public Sha256 digest() {
        return Sha256.of(Json.bytes(this));
    }
}
