package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionOutcome;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionVerdict;
import dev.roadloop.domain.Sha256;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PixelBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A drive goes through both jobs, with real pictures and the built-in detector.
@Tag("slow")
class RedactDriveTest {

    private static final PixelBox PLATE = TestDrives.PLATE;
    private static final int FRAMES = TestDrives.FRAMES;

    /// Into how many ranges the drive is split; `-Droadloop.ranges=1,2,4,8,16` for more of them.
    private static final List<Integer> RANGES =
            Stream.of(System.getProperty("roadloop.ranges", "1,16").split(","))
                    .map(Integer::valueOf)
                    .toList();

    private static final long WHOLE = TestDrives.WHOLE;

    @TempDir private Path folder;
    private TestAws buckets = new TestAws();
    private TestDrives drives = new TestDrives(buckets, Path.of(""));

    @BeforeEach
    void start() {
        drives = new TestDrives(buckets, folder);
    }

    @AfterEach
    void stop() {
        buckets.close();
    }

    @Test
    void anySplitAndAnyNumberOfWorkersGiveTheSameBytes() throws Exception {
        drives.add(Map.of("a.mcap", TestDrives.street(folder)));
        Set<Map<String, Sha256>> results = new HashSet<>();
        for (int ranges : RANGES) {
            int count =
                    drives.plan(TestDrives.policy(4), FRAMES * Scenes.FRAME / ranges)
                            .ranges()
                            .size();
            assertThat(count).isEqualTo(ranges);
            workAtTheSameTime(count);
            drives.merge(ranges);
            results.add(
                    Map.of(
                            "clean",
                            Sha256.of(
                                    buckets.get(
                                            "bronze/"
                                                    + DriveKeys.clean(TestDrives.DRIVE)
                                                    + "a.mcap")),
                            "boxes",
                            Sha256.of(
                                    buckets.get(
                                            "bronze/"
                                                    + DriveKeys.redactionBoxes(TestDrives.DRIVE))),
                            "recall",
                            Sha256.of(Json.bytes(drives.report().recall()))));
            buckets.delete("gold/" + DriveKeys.redactionOutcome(TestDrives.DRIVE));
        }

        assertThat(results).hasSize(1);
        assertThat(drives.report().cameras().getFirst().filled())
                .as("boxes that only frames before and after show")
                .isPositive();
    }

    private void workAtTheSameTime(int ranges) throws Exception {
        List<Callable<RangePart>> work = new ArrayList<>();
        for (int i = ranges - 1; i >= 0; i--) {
            int range = i;
            work.add(() -> drives.redact(range, 1 + range % 2));
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
            for (Future<RangePart> done : workers.invokeAll(work)) {
                done.get();
            }
        }
    }

    @Test
    void everythingButPicturesWithFindingsKeepsItsBytes() throws Exception {
        Path raw = TestDrives.street(folder);
        drives.add(Map.of("a.mcap", raw));

        RedactionOutcome outcome = drives.redactAndMerge(TestDrives.policy(0), WHOLE);

        List<byte[]> before = messages(raw);
        List<byte[]> after = messages(drives.clean("a.mcap"));
        assertThat(outcome.verdict()).isEqualTo(RedactionVerdict.CLEAN);
        assertThat(after).hasSameSizeAs(before);
        int changed = 0;
        for (int i = 0; i < before.size(); i++) {
            if (!java.util.Arrays.equals(before.get(i), after.get(i))) {
                changed++;
            }
        }
        assertThat(changed).isEqualTo((int) outcome.redacted()).isBetween(8, FRAMES - 3);
        assertThat(after.getFirst()).as("a frame without findings").isEqualTo(before.getFirst());
        assertThat(drives.report().pixels().frames()).isEqualTo(changed);
        assertThat(drives.report().pixels().beyondCodec()).isZero();
    }

    @Test
    void aPlateIsGoneFromTheCleanRecordingAndListed() throws Exception {
        drives.add(Map.of("a.mcap", TestDrives.street(folder)));

        drives.redactAndMerge(TestDrives.policy(0), WHOLE);

        byte[] last = new byte[0];
        try (Recording clean = Recordings.open(drives.clean("a.mcap"));
                MessageCursor cursor =
                        clean.read(ReadOptions.all().withTopics(Set.of("/camera")))) {
            while (cursor.next()) {
                last = Scenes.content(cursor.message().data());
            }
        }
        try (Picture picture = Picture.decode(last);
                Picture original = Scenes.withPlate(FRAMES - 1, PLATE).picture()) {
            assertThat(contrast(Pixels.of(original))).isGreaterThan(100);
            assertThat(contrast(Pixels.of(picture))).isLessThan(60);
        }
        List<String> lines =
                new String(
                                buckets.get("bronze/" + DriveKeys.redactionBoxes(TestDrives.DRIVE)),
                                StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        assertThat(drives.report().boxes().lines()).isEqualTo(lines.size());
        assertThat(lines.getLast()).contains("\"kind\":\"plate\"", "\"filled\":false");
        assertThat(drives.report().detector())
                .isNotNull()
                .satisfies(detector -> {
                    assertThat(detector.name()).isEqualTo("opencv-cascades");
                    assertThat(detector.thresholds()).contains("plates", "faces");
                });
        signed();
    }

    /// In gold and beside the clean recordings, by the key that was to sign.
    private void signed() {
        byte[] report = buckets.get("gold/" + DriveKeys.redaction(TestDrives.DRIVE));
        for (String envelope :
                List.of(
                        "gold/" + DriveKeys.redactionEnvelope(TestDrives.DRIVE),
                        "bronze/" + DriveKeys.cleanEnvelope(TestDrives.DRIVE))) {
            assertThat(buckets.opened(buckets.get(envelope))).as(envelope).isEqualTo(report);
        }
    }

    /// The largest difference of brightness between neighbours within the plate.
    private static double contrast(Pixels pixels) {
        double most = 0;
        int y = PLATE.y() + PLATE.h() / 2;
        for (int x = PLATE.x() + 2; x < PLATE.right() - 2; x++) {
            most = Math.max(most, Math.abs(pixels.get(x, y, 1) - pixels.get(x + 2, y, 1)));
        }
        return most;
    }

    @Test
    void picturesThatNothingCanLookIntoAreLeftOutAndListed() throws Exception {
        Path file =
                Scenes.write(
                        folder.resolve("a.mcap"),
                        4,
                        i ->
                                i == 1
                                        ? "no picture".getBytes(StandardCharsets.UTF_8)
                                        : Scenes.jpeg(Scenes.street(i)));
        drives.add(Map.of("a.mcap", file));

        RedactionOutcome outcome = drives.redactAndMerge(TestDrives.policy(0), WHOLE);

        assertThat(outcome.withheld()).isEqualTo(1);
        assertThat(messages(drives.clean("a.mcap"))).hasSize(4 + 20 - 1);
        RedactionReport report = drives.report();
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("PICTURES_WITHHELD");
                    assertThat(finding.topic()).isEqualTo("/camera");
                    assertThat(finding.message()).contains("1 of 4", "expected a JPEG or PNG");
                });
    }

    @Test
    void aDriveWithoutPicturesIsCopied() throws Exception {
        Path raw = Scenes.write(folder.resolve("a.mcap"), 0, i -> new byte[0]);
        drives.add(Map.of("a.mcap", raw));

        RedactionOutcome outcome = drives.redactAndMerge(RedactionPolicy.bundled(), WHOLE);

        assertThat(outcome.verdict()).isEqualTo(RedactionVerdict.CLEAN);
        assertThat(outcome.frames()).isZero();
        assertThat(drives.report().detector()).isNull();
        assertThat(messages(drives.clean("a.mcap"))).isEmpty();
    }

    @Test
    void whatIsDoneIsNotDoneAgainAndPartsAreRemoved() throws Exception {
        drives.add(Map.of("a.mcap", TestDrives.street(folder)));
        RedactionOutcome first = drives.redactAndMerge(TestDrives.policy(0), WHOLE);
        buckets.delete("bronze/" + DriveKeys.rawFile(TestDrives.DRIVE, "a.mcap"));

        assertThat(drives.merge(1)).isEqualTo(first);
        assertThat(buckets.keys("bronze/parts/")).isEmpty();
    }

    @Test
    void bothJobsRunByTheirCommandLines() throws Exception {
        drives.add(Map.of("a.mcap", TestDrives.street(folder)));
        drives.plan(TestDrives.policy(0), FRAMES * Scenes.FRAME / 2);
        String drive = TestDrives.DRIVE.toString();

        assertThat(Main.run(new String[] {"redact", "0", drive}, buckets.env())).isZero();
        assertThat(Main.run(new String[] {"redact", "1", drive}, buckets.env())).isZero();
        assertThat(Main.run(new String[] {"redact", "2", drive}, buckets.env())).isEqualTo(10);
        assertThat(Main.run(new String[] {"merge", drive}, buckets.env())).isZero();
        assertThat(Main.run(new String[] {"look", drive}, buckets.env())).isEqualTo(10);
        assertThat(Main.run(new String[] {}, buckets.env())).isEqualTo(10);
        assertThat(drives.report().cameras().getFirst().frames()).isEqualTo(FRAMES);
    }

    private static List<byte[]> messages(Path file) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                byte[] copy = new byte[cursor.message().data().remaining()];
                cursor.message().data().get(copy);
                messages.add(copy);
            }
            assertThat(cursor.losses().isEmpty()).isTrue();
        }
        return messages;
    }
}
