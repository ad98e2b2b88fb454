package dev.roadloop.inspect;

import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Finding.Severity;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.InspectionReport.InspectedFile;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.contracts.RecordedLoss;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.contracts.Verdict;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One pass over all recordings of a drive, and the judgement on it by a [SensorPolicy].
///
/// ```java
/// Inspection inspection = new Inspection(SensorPolicy.bundled());
/// inspection.add("drive.mcap", ByteSource.of(Path.of("drive.mcap")));
/// Verdict verdict = inspection.verdict();
/// ```
///
/// Memory: a chunk of the recording (see [ReadOptions#maxChunkBytes]) and 2 KiB for each topic,
/// whatever the files' sizes. Not for several threads.
public final class Inspection {

    private final SensorPolicy policy;
    private final LedgerRecorder ledger = new LedgerRecorder();
    private final Map<String, TopicWatch> watches = new HashMap<>();
    private final Positions positions = new Positions();
    private final List<InspectedFile> files = new ArrayList<>();
    private final List<RecordedLoss> losses = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private long lossesNotListed;
    private long unreadable;

    /// @param policy what to judge by
    public Inspection(SensorPolicy policy) {
        this.policy = policy;
    }

    /// Reads a recording of the drive to its end. Several are taken as one, in the order in which
    /// they are added. A file that is no recording becomes a critical finding.
    ///
    /// @param name the file's name within the drive
    /// @param source its bytes; closed in the end
    /// @throws IOException only if the bytes cannot be had
    public void add(String name, ByteSource source) throws IOException {
        long size = source.size();
        try (Recording recording = Recordings.open(source)) {
            long messages = 0;
            LossReport lost;
            try (MessageCursor cursor = recording.read(ReadOptions.all().withDataSectionCheck())) {
                while (cursor.next()) {
                    look(cursor.message());
                    messages++;
                }
                lost = cursor.losses();
            }
            files.add(
                    new InspectedFile(
                            name, formatName(recording.summary().format()), size, messages));
            lost.losses().forEach(loss -> losses.add(recorded(name, loss)));
            lossesNotListed += lost.further();
        } catch (RecordingException e) {
            unreadable++;
            files.add(new InspectedFile(name, "unknown", size, 0));
            findings.add(
                    new Finding(
                            "UNREADABLE_FILE",
                            Severity.CRITICAL,
                            null,
                            String.valueOf(e.getMessage()),
                            Map.of("bytes", (double) size)));
        }
    }

    /// What was found so far is judged; more may be added afterwards.
    ///
    /// @param drive the drive that the files belong to
    public InspectionReport report(DriveId drive) {
        List<Finding> all = findings();
        Verdict verdict = verdict(all);
        List<TopicLedger> topics = topics();
        return new InspectionReport(
                drive,
                policy.label(),
                verdict,
                verdict == Verdict.QUARANTINE ? reason() : null,
                verdict == Verdict.QUARANTINE ? message(all) : null,
                topics.stream().map(TopicLedger::first).min(SensorTime::compareTo).orElse(null),
                topics.stream().map(TopicLedger::last).max(SensorTime::compareTo).orElse(null),
                files,
                topics,
                losses,
                all,
                positions.first(),
                positions.bounds());
    }

    /// The verdict on what was found so far.
    public Verdict verdict() {
        return verdict(findings());
    }

    /// All remarks, the most severe first.
    public List<Finding> findings() {
        return new Judgement(
                        policy,
                        ledger.toLedger(),
                        watches,
                        positions,
                        files,
                        losses,
                        lossesNotListed)
                .on(findings);
    }

    /// The ledger of all files together, by topic.
    public List<TopicLedger> topics() {
        Ledger found = ledger.toLedger();
        List<TopicLedger> topics = new ArrayList<>();
        new TreeMap<>(found.topics())
                .forEach((name, entry) -> {
                    TopicWatch watch = watches.get(name);
                    topics.add(
                            new TopicLedger(
                                    name,
                                    watch == null ? "" : watch.type(),
                                    entry.messages(),
                                    entry.bytes(),
                                    new SensorTime(entry.firstLogTime()),
                                    new SensorTime(entry.lastLogTime()),
                                    entry.maxGap(),
                                    entry.sha256()));
                });
        return topics;
    }

    /// What damaged files no longer yield.
    public List<RecordedLoss> losses() {
        return List.copyOf(losses);
    }

    /// What each file turned out to be.
    public List<InspectedFile> files() {
        return List.copyOf(files);
    }

    private void look(Message message) {
        ledger.add(message);
        Topic topic = message.topic();
        watches.computeIfAbsent(topic.name(), name -> new TopicWatch(topic, positions))
                .add(message);
    }

    private static Verdict verdict(List<Finding> all) {
        if (all.stream().anyMatch(finding -> finding.severity() == Severity.CRITICAL)) {
            return Verdict.QUARANTINE;
        }
        return all.isEmpty() ? Verdict.PASS : Verdict.FINDINGS;
    }

    private QuarantineReason reason() {
        return unreadable > 0 ? QuarantineReason.UNREADABLE : QuarantineReason.INSPECTION;
    }

    private static @Nullable String message(List<Finding> all) {
        return all.stream()
                .filter(finding -> finding.severity() == Severity.CRITICAL)
                .map(Finding::message)
                .findFirst()
                .orElse(null);
    }

    private static String formatName(RecordingFormat format) {
        return switch (format) {
            case MCAP -> "mcap";
            case ROS1_BAG -> "rosbag1";
            case ROSBAG2_SQLITE -> "rosbag2";
        };
    }

    private static RecordedLoss recorded(String file, Loss loss) {
        return new RecordedLoss(
                file,
                loss.topic(),
                loss.messages(),
                loss.from(),
                loss.to(),
                loss.reason().name().toLowerCase(Locale.ROOT) + ": " + loss.detail());
    }
}
