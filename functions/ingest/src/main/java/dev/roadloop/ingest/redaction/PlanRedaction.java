package dev.roadloop.ingest.redaction;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.contracts.RedactionPlan;
import dev.roadloop.contracts.RedactionPlan.TimeRange;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.PictureKind;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.Sha256;
import dev.roadloop.ingest.Ending;
import dev.roadloop.ingest.catalog.DriveArchive;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Splits the redaction of an inspected drive into ranges of log time, by the vehicle's policy, and
/// writes the plan that the workers go by. The same drive and policy give the same plan.
public final class PlanRedaction {
    private static final Logger LOG = LoggerFactory.getLogger(PlanRedaction.class);
    private static final int MAX_POLICY_BYTES = 1 << 20;
    private static final double NANOS_PER_SECOND = 1e9;

    /// More would outgrow the list of items that a state may carry; a drive of 7 days has as many
    /// at 60 s. Beyond it ranges are longer than the policy says.
    static final int MAX_RANGES = 10_000;

    /// Fewer are not worth a job. So one message with an absurd time makes no thousands of ranges.
    static final int LEAST_FRAMES = 100;

    private final DriveArchive archive;
    private final Bucket gold;
    private final Bucket bronze;
    private final Clock clock;

    /// @param gold where inspection reports and policies lie
    /// @param bronze where the plan goes
    public PlanRedaction(DriveArchive archive, Bucket gold, Bucket bronze, Clock clock) {
        this.archive = archive;
        this.gold = gold;
        this.bronze = bronze;
        this.clock = clock;
    }

    /// What to plan.
    ///
    /// @param driveId the drive
    /// @param correlationId the landing event that set the work off
    /// @param executionId the execution on whose behalf
    public record Request(DriveId driveId, CorrelationId correlationId, String executionId) {}

    /// What was planned.
    ///
    /// @param ranges how many workers of their own the ranges need: none where there is but one
    ///   range, which the merge redacts itself
    /// @param frames how many messages with pictures
    /// @param plan the plan's digest
    public record Result(int ranges, long frames, Sha256 plan) {}

    /// Plans and writes the plan.
    ///
    /// @throws CallerException when the vehicle's policy is no policy
    /// @throws InternalException when the drive was not inspected
    public Result plan(Request request) {
        Instant started = clock.instant();
        DriveId drive = request.driveId();
        Ending.about(drive.toString(), request.correlationId(), request.executionId());
        InspectionReport inspection =
                archive.findInspection(drive)
                        .orElseThrow(() ->
                                new InternalException(
                                        "the redaction of drive "
                                                + drive
                                                + " cannot be planned: its inspection report is"
                                                + " missing in "
                                                + gold.at(DriveKeys.inspection(drive))
                                                + "; redrive its execution from that step"));
        RedactionPlan plan = plan(drive, policy(drive), inspection.topics());
        bronze.put(DriveKeys.redactionPlan(drive), Json.bytes(plan), "application/json");
        Ending.log(
                LOG,
                "PlanRedaction",
                "PLANNED",
                Duration.between(started, clock.instant()),
                "drive "
                        + drive
                        + " has "
                        + plan.frames()
                        + " pictures in "
                        + plan.ranges().size()
                        + " ranges");
        int ranges = plan.ranges().size();
        return new Result(ranges == 1 ? 0 : ranges, plan.frames(), plan.digest());
    }

    /// Splits a drive.
    ///
    /// @param topics what the inspection found
    static RedactionPlan plan(DriveId drive, RedactionPolicy policy, List<TopicLedger> topics) {
        long frames = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (TopicLedger topic : topics) {
            SensorTime from = topic.first();
            SensorTime to = topic.last();
            if (PictureKind.of(topic.schema()).hasPictures() && from != null && to != null) {
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
                                Math.clamp(frames / LEAST_FRAMES, 1, MAX_RANGES)));
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

    private RedactionPolicy policy(DriveId drive) {
        String key = DriveKeys.redactionPolicy(archive.getRecord(drive).vehicle());
        try {
            return gold.get(key, MAX_POLICY_BYTES)
                    .map(json -> Json.read(json, RedactionPolicy.class, gold.at(key)))
                    .orElseGet(RedactionPolicy::bundled);
        } catch (MalformedJsonException e) {
            throw new CallerException(
                    e.getMessage() + "; correct the policy, then redrive drive " + drive, e);
        }
    }
}
