package dev.roadloop.redact;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionOutcome;
import dev.roadloop.contracts.RedactionPlan;
import dev.roadloop.contracts.RedactionPlan.TimeRange;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionPolicy.Floor;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.contracts.Verdict;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.PictureKind;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.UploadId;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.drivejob.RawDrive;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.vision.PixelBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Drives as they are when their redaction begins, and the jobs run on them.
final class TestDrives {

    static final DriveId DRIVE = DriveId.parse("car-20260102T030405Z-0123abcd");

    /// Where the plate of [#street] is.
    static final PixelBox PLATE = new PixelBox(100, 120, 190, 40);

    /// Frames of [#street].
    static final int FRAMES = 16;

    /// A range that no drive fills.
    static final long WHOLE = 3_600_000_000_000L;

    /// More than the two frames that lie around the one in which [#street] shows no plate.
    private static final double GAP_SECONDS = 0.3;

    private final TestAws buckets;
    private final Path scratch;

    TestDrives(TestAws buckets, Path scratch) {
        this.buckets = buckets;
        this.scratch = scratch;
    }

    /// A plate that the detector does not see in every frame, and none in the first.
    static Path street(Path folder) throws IOException {
        return Scenes.write(
                folder.resolve("a.mcap"),
                FRAMES,
                i -> Scenes.jpeg(i < 3 || i == 6 ? Scenes.street(i) : Scenes.withPlate(i, PLATE)));
    }

    /// Ranges of a second, with canaries in that many frames. Gaps are shorter than by the bundled
    /// policy, since a worker looks at as much more on both sides of its range.
    static RedactionPolicy policy(int canaryFrames, Floor... floors) {
        RedactionPolicy bundled = RedactionPolicy.bundled();
        return new RedactionPolicy(
                "test",
                1,
                1,
                bundled.gapFrames(),
                GAP_SECONDS,
                bundled.jpegQuality(),
                bundled.detector(),
                new RedactionPolicy.Canaries(canaryFrames, List.of(24, 40), 0.7, 0.95),
                List.of(floors));
    }

    /// Registers and inspects a drive with these recordings, by their names.
    void add(Map<String, Path> recordings) throws IOException {
        List<DriveRecord.LandedFile> files = new ArrayList<>();
        LedgerRecorder ledger = new LedgerRecorder();
        Map<String, String> types = new HashMap<>();
        for (String name : recordings.keySet().stream().sorted().toList()) {
            byte[] content = Files.readAllBytes(recordings.get(name));
            buckets.put("bronze/" + DriveKeys.rawFile(DRIVE, name), content);
            files.add(
                    new DriveRecord.LandedFile(
                            name, "drives/car/" + name, content.length, Sha256.of(content)));
            try (Recording recording = Recordings.open(recordings.get(name));
                    MessageCursor cursor = recording.read(ReadOptions.all())) {
                while (cursor.next()) {
                    ledger.add(cursor.message());
                    types.put(
                            cursor.message().topic().name(),
                            cursor.message().topic().schema().name());
                }
            }
        }
        List<TopicLedger> topics = new ArrayList<>();
        ledger.toLedger()
                .topics()
                .forEach((name, topic) ->
                        topics.add(
                                new TopicLedger(
                                        name,
                                        types.getOrDefault(name, ""),
                                        topic.messages(),
                                        topic.bytes(),
                                        new SensorTime(topic.firstLogTime()),
                                        new SensorTime(topic.lastLogTime()),
                                        topic.maxGap(),
                                        topic.sha256())));
        put(
                "gold/" + DriveKeys.record(DRIVE),
                new DriveRecord(
                        DRIVE,
                        new VehicleId("car"),
                        new UploadId("u"),
                        new CorrelationId("c"),
                        Instant.EPOCH,
                        1,
                        "s",
                        files));
        put(
                "gold/" + DriveKeys.inspection(DRIVE),
                new InspectionReport(
                        DRIVE,
                        "p@1",
                        Verdict.PASS,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        topics,
                        List.of(),
                        List.of(),
                        null,
                        null));
    }

    /// Plans ranges of this length over all pictures.
    RedactionPlan plan(RedactionPolicy policy, long rangeNanos) {
        InspectionReport inspection =
                Json.read(
                        buckets.get("gold/" + DriveKeys.inspection(DRIVE)),
                        InspectionReport.class,
                        "inspection");
        List<TopicLedger> cameras =
                inspection.topics().stream()
                        .filter(topic -> PictureKind.of(topic.schema()).hasPictures())
                        .toList();
        List<TimeRange> ranges = new ArrayList<>();
        if (!cameras.isEmpty()) {
            long first = cameras.stream().mapToLong(each -> each.first().nanos()).min().getAsLong();
            long end =
                    cameras.stream().mapToLong(each -> each.last().nanos()).max().getAsLong() + 1;
            for (long from = first; from < end; from += rangeNanos) {
                ranges.add(
                        new TimeRange(
                                new SensorTime(from),
                                new SensorTime(Math.min(end, from + rangeNanos))));
            }
        }
        RedactionPlan plan =
                new RedactionPlan(
                        DRIVE,
                        policy,
                        cameras.stream().mapToLong(TopicLedger::messages).sum(),
                        ranges);
        put("bronze/" + DriveKeys.redactionPlan(DRIVE), plan);
        return plan;
    }

    /// What one worker does.
    RangePart redact(int range, int threads) throws IOException {
        RedactionStore store = RedactionStore.open(DRIVE, bronze());
        Path folder = Files.createTempDirectory(scratch, "range");
        try (DetectorPool detectors = Detectors.of(store.plan().policy(), gold(), folder)) {
            return new RedactRange(
                            DRIVE,
                            store,
                            RawDrive.find(DRIVE, gold(), bronze(), folder).recordings().stream()
                                    .map(RawLog::of)
                                    .toList(),
                            detectors,
                            folder,
                            threads)
                    .redact(range);
        }
    }

    /// What follows on all workers.
    RedactionOutcome merge(int threads) throws IOException {
        return new MergeDrive(
                        bronze(),
                        gold(),
                        new EnvelopeSigner(buckets.clients().kms(), "key"),
                        Files.createTempDirectory(scratch, "merge"),
                        threads)
                .merge(DRIVE);
    }

    /// All of it, one range after the other.
    RedactionOutcome redactAndMerge(RedactionPolicy policy, long rangeNanos) throws IOException {
        int ranges = plan(policy, rangeNanos).ranges().size();
        for (int i = 0; i < ranges; i++) {
            redact(i, 2);
        }
        return merge(2);
    }

    RedactionReport report() {
        return Json.read(
                buckets.get("gold/" + DriveKeys.redaction(DRIVE)), RedactionReport.class, "report");
    }

    /// A clean recording, fetched to a file.
    Path clean(String name) {
        try {
            return Files.write(
                    Files.createTempFile(scratch, "clean", ".mcap"),
                    buckets.get("bronze/" + DriveKeys.clean(DRIVE) + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Bucket bronze() {
        return new Bucket(buckets.clients().s3(), "bronze");
    }

    Bucket gold() {
        return new Bucket(buckets.clients().s3(), "gold");
    }

    private void put(String key, Object document) {
        buckets.put(key, Json.bytes(document));
    }
}
