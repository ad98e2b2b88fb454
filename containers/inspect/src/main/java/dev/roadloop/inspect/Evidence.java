package dev.roadloop.inspect;

import dev.roadloop.contracts.InspectionReport.InspectedFile;
import dev.roadloop.contracts.RecordedLoss;
import dev.roadloop.sensorlog.TopicLedger;
import java.util.List;

/// Everything that was measured of a drive, for the rules to judge.
///
/// @param policy what to judge by
/// @param topics those with messages, sorted by name
/// @param positions of all topics together
/// @param files what was read
/// @param unreadable what could not be
/// @param losses what damaged files no longer yield
/// @param lossesNotListed losses beyond those
record Evidence(
        SensorPolicy policy,
        List<Observed> topics,
        Positions positions,
        List<InspectedFile> files,
        List<Unreadable> unreadable,
        List<RecordedLoss> losses,
        long lossesNotListed) {

    Evidence {
        topics = List.copyOf(topics);
        files = List.copyOf(files);
        unreadable = List.copyOf(unreadable);
        losses = List.copyOf(losses);
    }

    /// A topic that has messages.
    record Observed(TopicLedger ledger, TopicWatch watch) {
        String name() {
            return ledger.topic();
        }
    }

    /// A file that is no recording.
    record Unreadable(String name, long bytes, String message) {}

    /// The least log time of all topics; 0 without messages.
    long firstLogTime() {
        return topics.stream().mapToLong(topic -> topic.ledger().firstLogTime()).min().orElse(0);
    }

    /// The greatest log time of all topics; 0 without messages.
    long lastLogTime() {
        return topics.stream().mapToLong(topic -> topic.ledger().lastLogTime()).max().orElse(0);
    }

    /// Seconds from the first message of the drive to a log time.
    double sinceStart(long logTime) {
        return Seconds.between(firstLogTime(), logTime);
    }

    double spanSeconds() {
        return Seconds.between(firstLogTime(), lastLogTime());
    }
}
