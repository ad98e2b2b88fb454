package dev.roadloop.inspect;

import dev.roadloop.drivejob.TopicFanOut;
import dev.roadloop.drivejob.clock.ClockFit;
import dev.roadloop.drivejob.clock.ClockTrack;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.TopicLedger;
import org.jspecify.annotations.Nullable;

/// What is known of one topic: its ledger, its silences, its clocks, where it was, and what could
/// not be decoded. [StreamWatch] fills it, one for each stream of the topic, all in one lane.
/// Memory: about 2 KiB, and what [ClockTrack] has.
final class TopicWatch {

    private final String name;
    private final String type;
    private final TopicFanOut.Lane lane = new TopicFanOut.Lane();
    private final LedgerRecorder ledger = new LedgerRecorder();
    private final SilenceWatch silence;
    private final Positions positions = new Positions();
    private final ClockTrack stamps;
    private final ClockTrack gpsClock;
    private String gpsField = "";
    private String schemaProblem = "";
    private @Nullable String firstDecodeProblem;
    private long withoutDecoder;
    private long undecodable;
    private long unstamped;

    TopicWatch(Topic first, SensorPolicy policy) {
        this.name = first.name();
        this.type = plainType(first.schema().name());
        this.silence = new SilenceWatch(policy.maxGapSeconds(type));
        this.stamps = new ClockTrack(policy.clock().maxStampJumpSeconds());
        this.gpsClock = new ClockTrack(policy.gpsClock().maxJumpSeconds());
    }

    /// ROS 2's `sensor_msgs/msg/Imu` and ROS 1's `sensor_msgs/Imu` are the same type: the latter
    /// form.
    static String plainType(String schemaName) {
        return schemaName.replace("/msg/", "/");
    }

    void count(Message message) {
        ledger.add(message);
        silence.add(message.logTime());
    }

    /// A message whose stream cannot be decoded.
    void withoutDecoder(String problem) {
        withoutDecoder++;
        schemaProblem = schemaProblem.isEmpty() ? problem : schemaProblem;
    }

    /// A message that does not follow its schema.
    void undecodable(@Nullable String problem) {
        undecodable++;
        firstDecodeProblem = firstDecodeProblem == null ? problem : firstDecodeProblem;
    }

    /// A message whose header has no stamp.
    void unstamped() {
        unstamped++;
    }

    void stamp(long logTime, long stamp) {
        stamps.add(logTime, stamp);
    }

    void gpsTime(String field, long logTime, long time) {
        gpsField = field;
        gpsClock.add(logTime, time);
    }

    TopicFanOut.Lane lane() {
        return lane;
    }

    /// The type's name without `msg/`.
    String type() {
        return type;
    }

    /// What was counted; null where there were no messages.
    @Nullable TopicLedger ledger() {
        return ledger.toLedger().topics().get(name);
    }

    /// Header stamps against the log clock; null where they are the GPS's time, or absent.
    @Nullable ClockFit stamps() {
        return stamps.isEmpty() ? null : stamps.fit();
    }

    /// The GPS's time against the log clock; null where the topic has none.
    @Nullable ClockFit gpsClock() {
        return gpsClock.isEmpty() ? null : gpsClock.fit();
    }

    /// Where the messages carry the GPS's time; empty where they do not.
    String gpsField() {
        return gpsField;
    }

    SilenceWatch silence() {
        return silence;
    }

    Positions positions() {
        return positions;
    }

    /// Messages whose header has the stamp 0.
    long withoutStamp() {
        return unstamped;
    }

    /// Why messages of this topic have no decoder; empty if all have one.
    String schemaProblem() {
        return schemaProblem;
    }

    /// Messages that have no decoder.
    long withoutDecoder() {
        return withoutDecoder;
    }

    /// Messages that do not follow their schema.
    long undecodable() {
        return undecodable;
    }

    @Nullable String firstDecodeProblem() {
        return firstDecodeProblem;
    }
}
