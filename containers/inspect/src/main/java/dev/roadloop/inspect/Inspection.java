package dev.roadloop.inspect;

import dev.roadloop.contracts.ClockComparison;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.InspectionReport.InspectedFile;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.contracts.RecordedLoss;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.contracts.Verdict;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.drivejob.Decoders;
import dev.roadloop.drivejob.DriveLosses;
import dev.roadloop.drivejob.RawRecording;
import dev.roadloop.drivejob.TopicFanOut;
import dev.roadloop.drivejob.clock.ClockFit;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.VideoHint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One pass over all recordings of a drive, and the judgement on it by a [SensorPolicy].
///
/// ```java
/// Inspection inspection = new Inspection(SensorPolicy.bundled());
/// inspection.add("drive.mcap", ByteSource.of(Path.of("drive.mcap")));
/// Verdict verdict = inspection.verdict();
/// ```
///
/// All cores work, each topic on one at a time, so the findings do not depend on their number.
/// Memory: what [TopicFanOut] has in flight, the chunks that are read (see
/// [ReadOptions#maxChunkBytes]) and about 20 KiB for each topic up to the policy's limit, 1 KiB for
/// each beyond, whatever the files' sizes. Not for several threads.
public final class Inspection {

    private final SensorPolicy policy;
    private final Supplier<TopicFanOut> fanOuts;
    private final Decoders decoders = new Decoders();
    private final Map<String, TopicWatch> watches = new TreeMap<>();
    private final DriveLosses losses = new DriveLosses();
    private final List<InspectedFile> files = new ArrayList<>();
    private final List<Evidence.Unreadable> unreadable = new ArrayList<>();

    /// @param policy what to judge by
    public Inspection(SensorPolicy policy) {
        this(policy, TopicFanOut::onAllCores);
    }

    /// @param fanOuts how the messages of a recording reach their topics
    Inspection(SensorPolicy policy, Supplier<TopicFanOut> fanOuts) {
        this.policy = policy;
        this.fanOuts = fanOuts;
    }

    /// Reads a recording of the drive to its end. Several are taken as one, in the order in which
    /// they are added. A file that is no recording becomes a critical finding.
    ///
    /// @param name the file's name within the drive
    /// @param source its bytes; closed in the end
    /// @throws IOException only if the bytes cannot be had
    public void add(String name, ByteSource source) throws IOException {
        add(name, source.size(), () -> Recordings.open(source, VideoHint.of(name)));
    }

    /// Reads a recording of a registered drive to its end, as above.
    ///
    /// @throws IOException only if the bytes cannot be had
    public void add(RawRecording recording) throws IOException {
        add(recording.name(), recording.size(), recording.opener());
    }

    private void add(String name, long size, RawRecording.Opener opening) throws IOException {
        try (Recording recording = opening.open();
                TopicFanOut fanOut = fanOuts.get()) {
            long messages = 0;
            Map<Topic, StreamWatch> streams = new IdentityHashMap<>();
            try (MessageCursor cursor = recording.read(ReadOptions.all().withDataSectionCheck())) {
                while (cursor.next()) {
                    Message message = cursor.message();
                    StreamWatch watch = streams.computeIfAbsent(message.topic(), this::stream);
                    fanOut.add(watch.lane(), watch, message);
                    messages++;
                }
                fanOut.drain();
                losses.add(name, cursor.losses());
            }
            files.add(
                    new InspectedFile(
                            name, formatName(recording.summary().format()), size, messages));
        } catch (RecordingException e) {
            files.add(new InspectedFile(name, "unknown", size, 0));
            unreadable.add(new Evidence.Unreadable(name, size, String.valueOf(e.getMessage())));
        }
    }

    private StreamWatch stream(Topic stream) {
        boolean tooMany =
                watches.size() >= policy.contents().maxTopics()
                        && !watches.containsKey(stream.name());
        TopicWatch topic =
                watches.computeIfAbsent(stream.name(), name -> new TopicWatch(stream, policy));
        return tooMany
                ? StreamWatch.ledgerOnly(topic)
                : StreamWatch.full(stream, topic, decoders, policy);
    }

    /// What was found so far is judged; more may be added afterwards.
    ///
    /// @param drive the drive that the files belong to
    public InspectionReport report(DriveId drive) {
        Evidence evidence = evidence();
        List<Finding> findings = Judgement.on(evidence);
        Verdict verdict = policy.verdict(findings);
        List<TopicLedger> topics = topics(evidence);
        return new InspectionReport(
                drive,
                policy.label(),
                verdict,
                verdict == Verdict.QUARANTINE ? reason() : null,
                verdict == Verdict.QUARANTINE ? message(findings) : null,
                topics.stream().map(TopicLedger::first).min(SensorTime::compareTo).orElse(null),
                topics.stream().map(TopicLedger::last).max(SensorTime::compareTo).orElse(null),
                files,
                topics,
                losses.listed(),
                findings,
                evidence.positions().first(),
                evidence.positions().bounds(),
                clocks(evidence));
    }

    /// The verdict on what was found so far.
    public Verdict verdict() {
        return policy.verdict(findings());
    }

    /// All remarks, the most severe first.
    public List<Finding> findings() {
        return Judgement.on(evidence());
    }

    /// The ledger of all files together, by topic.
    public List<TopicLedger> topics() {
        return topics(evidence());
    }

    /// What damaged files no longer yield.
    public List<RecordedLoss> losses() {
        return losses.listed();
    }

    /// What each file turned out to be.
    public List<InspectedFile> files() {
        return List.copyOf(files);
    }

    private Evidence evidence() {
        List<Evidence.Observed> topics = new ArrayList<>();
        for (TopicWatch watch : watches.values()) {
            dev.roadloop.sensorlog.TopicLedger ledger = watch.ledger();
            if (ledger != null) {
                topics.add(new Evidence.Observed(ledger, watch));
            }
        }
        return new Evidence(
                policy,
                topics,
                Positions.together(watches.values().stream().map(TopicWatch::positions).toList()),
                files,
                unreadable,
                losses.listed(),
                losses.notListed());
    }

    private static List<TopicLedger> topics(Evidence evidence) {
        return evidence.topics().stream()
                .map(topic ->
                        new TopicLedger(
                                topic.name(),
                                topic.watch().type(),
                                topic.ledger().messages(),
                                topic.ledger().bytes(),
                                new SensorTime(topic.ledger().firstLogTime()),
                                new SensorTime(topic.ledger().lastLogTime()),
                                topic.ledger().maxGap(),
                                topic.ledger().sha256()))
                .toList();
    }

    private static List<ClockComparison> clocks(Evidence evidence) {
        List<ClockComparison> clocks = new ArrayList<>();
        for (Evidence.Observed topic : evidence.topics()) {
            clock(topic.name(), "header.stamp", topic.watch().stamps(), clocks);
            clock(topic.name(), topic.watch().gpsField(), topic.watch().gpsClock(), clocks);
        }
        return clocks;
    }

    private static void clock(
            String topic, String field, @Nullable ClockFit fit, List<ClockComparison> clocks) {
        if (fit != null) {
            clocks.add(
                    new ClockComparison(
                            topic,
                            field,
                            fit.samples(),
                            fit.offsetSeconds(),
                            fit.driftPpm(),
                            fit.jitterSeconds(),
                            fit.jumps(),
                            fit.greatestJumpSeconds()));
        }
    }

    private QuarantineReason reason() {
        return unreadable.isEmpty() ? QuarantineReason.INSPECTION : QuarantineReason.UNREADABLE;
    }

    /// The sentence of the finding that led to the verdict.
    private static @Nullable String message(List<Finding> bySeverity) {
        return bySeverity.isEmpty() ? null : bySeverity.getFirst().message();
    }

    private static String formatName(RecordingFormat format) {
        return switch (format) {
            case MCAP -> "mcap";
            case ROS1_BAG -> "rosbag1";
            case ROSBAG2_SQLITE -> "rosbag2";
            case MP4 -> "mp4";
        };
    }
}
