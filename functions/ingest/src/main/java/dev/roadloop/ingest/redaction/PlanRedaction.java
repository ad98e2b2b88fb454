package dev.roadloop.ingest.redaction;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.contracts.RedactionPlan;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.ingest.Ending;
import dev.roadloop.ingest.catalog.DriveArchive;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Splits the redaction of an inspected drive into ranges of log time, by the vehicle's policy, and
/// writes the plan that the workers go by. The same drive and policy give the same plan.
public final class PlanRedaction {
    private static final Logger LOG = LoggerFactory.getLogger(PlanRedaction.class);
    private static final int MAX_POLICY_BYTES = 1 << 20;

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
        RedactionPlan plan = RedactionPlan.of(drive, policy(drive), inspection.topics());
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
