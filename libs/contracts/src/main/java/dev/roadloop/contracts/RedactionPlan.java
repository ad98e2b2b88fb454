package dev.roadloop.contracts;

import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.PictureKind;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.Sha256;
import java.util.ArrayList;
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

    /// More would outgrow the list of items that a state may carry; a drive of 7 days has as many
    /// at 60 s. Beyond it ranges are longer than the policy says.
    public static final int MAX_RANGES = 10_000;

    /// Fewer are not worth a job. So one message with an absurd time makes no thousands of ranges.
    public static final int LEAST_FRAMES = 100;

    private static final double NANOS_PER_SECOND = 1e9;

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

    /// Splits a drive. One with video has one range: a frame of video builds on those before it.
    ///
    /// @param topics what its recordings hold
    public static RedactionPlan of(
            DriveId drive, RedactionPolicy policy, List<TopicLedger> topics) {
        long frames = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        boolean video = false;
        for (TopicLedger topic : topics) {
            SensorTime from = topic.first();
            SensorTime to = topic.last();
            PictureKind kind = PictureKind.of(topic.schema());
            if (kind.hasPictures() && from != null && to != null) {
                video |= kind == PictureKind.VIDEO;
                frames += topic.messages();
                first = Math.min(first, from.nanos());
                last = Math.max(last, to.nanos());
            }
        }
        return new RedactionPlan(
                drive,
                policy,
                frames,
                frames == 0
                        ? List.of()
                        : split(
                                first,
                                last,
                                policy.rangeSeconds(),
                                video ? 1 : Math.clamp(frames / LEAST_FRAMES, 1, MAX_RANGES)));
    }

    private static List<TimeRange> split(long first, long last, double rangeSeconds, int most) {
        // The last nanosecond of the clock's era is not reached by any range, which end
        // exclusively.
        long end = last == Long.MAX_VALUE ? last : last + 1;
        double span = (double) end - (double) first;
        long length = (long) Math.ceil(Math.max(rangeSeconds * NANOS_PER_SECOND, span / most));
        List<TimeRange> ranges = new ArrayList<>();
        for (long from = first; from < end; ) {
            long next = from + length;
            boolean isLast = next < from || next >= end || ranges.size() == most - 1;
            long to = isLast ? end : next;
            ranges.add(new TimeRange(new SensorTime(from), new SensorTime(to)));
            from = to;
        }
        return ranges;
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
