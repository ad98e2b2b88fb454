package dev.roadloop.contracts;

import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.GeoBounds;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.SensorTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `inspection.json`: everything that an inspection measured. The same recording and policy give
/// the same report, so it carries no time of its making.
///
/// @param driveId the drive
/// @param policy the policy that it was judged by, with its version, for example `default@1`
/// @param verdict the verdict
/// @param reason why it is in quarantine; present exactly with that verdict
/// @param message the same for people; present exactly with that verdict
/// @param start the least log time of all topics; absent without messages
/// @param end the greatest log time of all topics; absent without messages
/// @param files what each recording of the drive turned out to be
/// @param topics the ledger, sorted by topic
/// @param losses what damaged recordings no longer yield
/// @param findings the remarks
/// @param firstPosition the first position that the vehicle reported, if it has one
/// @param bounds the box around all reported positions
/// @param clocks how the clocks of sensors and GPS ran against the log clock, sorted by topic
public record InspectionReport(
        DriveId driveId,
        String policy,
        Verdict verdict,
        @Nullable QuarantineReason reason,
        @Nullable String message,
        @Nullable SensorTime start,
        @Nullable SensorTime end,
        List<InspectedFile> files,
        List<TopicLedger> topics,
        List<RecordedLoss> losses,
        List<Finding> findings,
        @Nullable GeoPoint firstPosition,
        @Nullable GeoBounds bounds,
        List<ClockComparison> clocks) {
    /// @throws IllegalArgumentException when a field is missing
    public InspectionReport {
        Required.present(driveId, "driveId");
        Required.text(policy, "policy");
        Required.present(verdict, "verdict");
        Required.present(files, "files");
        Required.present(topics, "topics");
        Required.present(losses, "losses");
        Required.present(findings, "findings");
        files = List.copyOf(files);
        topics = List.copyOf(topics);
        losses = List.copyOf(losses);
        findings = List.copyOf(findings);
        // Reports of before there were comparisons have none.
        clocks = clocks == null ? List.of() : List.copyOf(clocks);
    }

    /// A report without clocks.
    public InspectionReport(
            DriveId driveId,
            String policy,
            Verdict verdict,
            @Nullable QuarantineReason reason,
            @Nullable String message,
            @Nullable SensorTime start,
            @Nullable SensorTime end,
            List<InspectedFile> files,
            List<TopicLedger> topics,
            List<RecordedLoss> losses,
            List<Finding> findings,
            @Nullable GeoPoint firstPosition,
            @Nullable GeoBounds bounds) {
        this(
                driveId,
                policy,
                verdict,
                reason,
                message,
                start,
                end,
                files,
                topics,
                losses,
                findings,
                firstPosition,
                bounds,
                List.of());
    }

    /// The messages of all topics.
    public long messages() {
        return topics.stream().mapToLong(TopicLedger::messages).sum();
    }

    /// A recording of the drive.
    ///
    /// @param name its name within the drive
    /// @param format `mcap`, `rosbag1` or `rosbag2`
    /// @param size its size in bytes
    /// @param messages how many messages it yields
    public record InspectedFile(String name, String format, long size, long messages) {
        /// @throws IllegalArgumentException when a field is missing or a count negative
        public InspectedFile {
            Required.text(name, "name");
            Required.text(format, "format");
            Required.notNegative(size, "size");
            Required.notNegative(messages, "messages");
        }
    }
}
