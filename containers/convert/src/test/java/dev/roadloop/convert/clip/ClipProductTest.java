package dev.roadloop.convert.clip;

import static dev.roadloop.convert.clip.ClipMessages.FIX;
import static dev.roadloop.convert.clip.ClipMessages.FRONT;
import static dev.roadloop.convert.clip.ClipMessages.ODD;
import static dev.roadloop.convert.clip.ClipMessages.REAR;
import static dev.roadloop.convert.clip.ClipMessages.SECOND;
import static dev.roadloop.convert.clip.ClipMessages.START;
import static dev.roadloop.convert.clip.ClipMessages.at;
import static dev.roadloop.convert.clip.ClipMessages.drive;
import static dev.roadloop.convert.clip.ClipMessages.fix;
import static dev.roadloop.convert.clip.ClipMessages.image;
import static dev.roadloop.convert.clip.ClipMessages.message;
import static dev.roadloop.convert.clip.ShardContent.json;
import static dev.roadloop.convert.clip.ShardContent.members;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.DriveClip;
import dev.roadloop.contracts.Finding;
import dev.roadloop.convert.clip.ClipMessages.Rows;
import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.convert.product.ProductContext;
import dev.roadloop.convert.product.ProductOutcome;
import dev.roadloop.convert.product.ShownMessage;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClipProductTest {

    private static final DriveId DRIVE = DriveId.parse("car.7-20260101T000000Z-0123abcd");

    @TempDir private Path scratch;
    private final Map<String, byte[]> stored = new TreeMap<>();

    private final class Store implements SilverStore {
        @Override
        public void put(String key, Path file) throws IOException {
            stored.put(key, Files.readAllBytes(file));
        }

        @Override
        public void put(String key, byte[] content, String contentType) {
            stored.put(key, content);
        }

        @Override
        public void close() {}
    }

    private ProductOutcome convert(
            ClipOptions options, ClipSignals signals, List<? extends DriveMessage> messages)
            throws IOException {
        try (ClipProduct clips =
                new ClipProduct(
                        new ProductContext(DRIVE, Map.of(), new Store(), scratch),
                        options,
                        () -> signals)) {
            for (DriveMessage message : messages) {
                clips.take(message);
            }
            return clips.finish();
        }
    }

    @Test
    void aClipHasASampleForEachKeyframeAndOneForItself() throws Exception {
        ProductOutcome outcome = convert(ClipOptions.DEFAULT, new Rows(120), drive());

        String key = "clips/" + DRIVE + "/" + DRIVE + "-000000.tar";
        assertThat(stored.keySet()).containsExactly(key, key.replace("-000000", "-000001"));
        Map<String, byte[]> members = members(stored.get(key));
        String sample = "car_7-20260101T000000Z-0123abcd-000000";
        assertThat(members.keySet())
                .startsWith(
                        sample + "-00.cam_front.jpg",
                        sample + "-00.cam_rear.jpg",
                        sample + "-00.json",
                        sample + "-01.cam_front.jpg",
                        sample + "-01.cam_rear.jpg",
                        sample + "-01.json",
                        sample + "-02.cam_front.jpg",
                        sample + "-02.json")
                .endsWith(
                        sample + "-19.cam_front.jpg",
                        sample + "-19.json",
                        sample + ".signals.json",
                        sample + ".calibration.json",
                        sample + ".clip.json");
        assertThat(members.get(sample + "-01.cam_front.jpg")).asString().isEqualTo("front 2");
        assertThat(members.get(sample + "-01.cam_rear.jpg")).asString().isEqualTo("rear 2");
        JsonNode keyframe = json(members, sample + "-01.json");
        assertThat(keyframe.get("time").textValue()).isEqualTo(Long.toString(at(0.5)));
        assertThat(keyframe.at("/signals/seconds").doubleValue()).isEqualTo(0.5);
        assertThat(keyframe.at("/signals").has("nothing")).isFalse();
        assertThat(keyframe.at("/images/cam_rear.jpg/time").textValue())
                .isEqualTo(Long.toString(at(0.6)));
        JsonNode signals = json(members, sample + ".signals.json");
        assertThat(signals.get("time")).hasSize(100);
        assertThat(signals.at("/columns/0/values/99").doubleValue()).isEqualTo(9.9);
        assertThat(signals.at("/columns/1/values/0").isNull()).isTrue();
        assertThat(json(members, sample + ".calibration.json").at("/0/message/K/0").doubleValue())
                .isEqualTo(7);
        JsonNode clip = json(members, sample + ".clip.json");
        assertThat(clip.get("files")).hasSize(members.size() - 1);
        for (JsonNode file : clip.get("files")) {
            assertThat(file.get("sha256").textValue())
                    .isEqualTo(Sha256.of(members.get(file.get("name").textValue())).hex());
        }
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void aClipIsDescribedByTimePlaceSensorsQualityAndDigest() throws Exception {
        List<DriveClip> clips = convert(ClipOptions.DEFAULT, ClipSignals.NONE, drive()).clips();

        DriveClip first = clips.getFirst();
        assertThat(first.start().nanos()).isEqualTo(START);
        assertThat(first.end().nanos()).isEqualTo(START + 10 * SECOND);
        assertThat(first.sensors())
                .containsExactly("cam.front", "cam.front_info", "cam_rear", "fix");
        assertThat(first.missing()).isEmpty();
        assertThat(first.longestGapSeconds()).isEqualTo(0.9, within(1e-9));
        assertThat(first.keyframes()).isEqualTo(20);
        assertThat(first.frames()).isEqualTo(22);
        assertThat(first.keyframeCoverage()).isEqualTo(22 / 40.0);
        assertThat(first.place()).isEqualTo(new GeoPoint(56, 8));
        assertThat(first.bytes()).isEqualTo(stored.get(first.key()).length);
        assertThat(first.sha256()).isEqualTo(Sha256.of(stored.get(first.key())));
        DriveClip second = clips.get(1);
        assertThat(second.index()).isEqualTo(1);
        assertThat(second.messages()).isEqualTo(8 + 2);
        assertThat(second.keyframes()).isEqualTo(4);
        assertThat(second.longestGapSeconds()).isLessThanOrEqualTo(0.9);
        assertThat(clips.stream().mapToLong(DriveClip::messages).sum()).isEqualTo(drive().size());
    }

    @Test
    void theSameMessagesInAnyOrderGiveTheSameBytes() throws Exception {
        convert(ClipOptions.DEFAULT, new Rows(120), drive());
        Map<String, byte[]> expected = Map.copyOf(stored);
        stored.clear();
        List<ShownMessage> shuffled = drive();
        ShownMessage first = shuffled.removeFirst();
        Collections.shuffle(shuffled, new Random(5));
        shuffled.addFirst(first);
        convert(ClipOptions.DEFAULT, new Rows(120), shuffled);

        assertThat(stored.keySet()).isEqualTo(expected.keySet());
        expected.forEach((key, bytes) -> assertThat(stored.get(key)).as(key).isEqualTo(bytes));
    }

    /// webdataset 1.0.2 grouped and decoded these very bytes, see `docs/reference/clips.md`.
    @Test
    void theBytesAreThoseThatWebdatasetRead() throws Exception {
        List<DriveClip> clips = convert(ClipOptions.DEFAULT, new Rows(120), drive()).clips();

        String keep = System.getProperty("roadloop.keep");
        if (keep != null) {
            for (Map.Entry<String, byte[]> shard : stored.entrySet()) {
                Path file = Path.of(keep, shard.getKey());
                Files.createDirectories(file.getParent());
                Files.write(file, shard.getValue());
            }
        }
        assertThat(clips.getFirst().sha256().hex())
                .isEqualTo("3e19349ab46786f51cdfb3ee0dc65bad9e676f3ca7b5db11dadbbe4cc726b3c8");
    }

    @Test
    void whatWasLoggedBeforeTheFirstMessageHasClipsToo() throws Exception {
        List<DriveClip> clips =
                convert(
                                ClipOptions.DEFAULT,
                                ClipSignals.NONE,
                                List.of(
                                        fix(0, 1, 1),
                                        fix(-0.5, 2, 2),
                                        fix(-12, 3, 3),
                                        fix(95, 4, 4)))
                        .clips();

        assertThat(clips).extracting(DriveClip::index).containsExactly(0, 2, 11);
        assertThat(clips.get(1).place()).isEqualTo(new GeoPoint(2, 2));
        assertThat(clips.get(1).start().nanos()).isEqualTo(START);
    }

    @Test
    void aSteadySensorThatFallsSilentIsMissing() throws Exception {
        List<ShownMessage> messages =
                new ArrayList<>(
                        IntStream.range(0, 200).mapToObj(i -> fix(i / 10.0, 1, 1)).toList());
        messages.add(image(FRONT, 5, "x"));
        IntStream.range(0, 300).mapToObj(i -> image(REAR, i / 10.0, "x")).forEach(messages::add);
        List<DriveClip> clips = convert(ClipOptions.DEFAULT, ClipSignals.NONE, messages).clips();

        assertThat(clips)
                .extracting(DriveClip::missing)
                .containsExactly(List.of(), List.of(), List.of("fix"));
    }

    @Test
    void messagesWithoutRoomAreCounted() throws Exception {
        ProductOutcome outcome =
                convert(
                        new ClipOptions(10 * SECOND, 20, 2, 100),
                        ClipSignals.NONE,
                        List.of(fix(0, 1, 1), fix(15, 1, 1), fix(25, 1, 1), fix(26, 1, 1)));

        assertThat(outcome.clips()).hasSize(2);
        assertThat(outcome.findings())
                .extracting(Finding::code, finding -> finding.numbers().get("messages"))
                .containsExactly(tuple("CLIPS_LEFT_OUT", 2.0));
        ShownMessage absurd =
                ShownMessage.of(FIX, Long.MIN_VALUE, message(16).putLong(0).putLong(0).flip());
        assertThat(
                        convert(
                                        ClipOptions.DEFAULT,
                                        ClipSignals.NONE,
                                        List.of(fix(0, 1, 1), absurd))
                                .findings())
                .hasSize(1);
    }

    @Test
    void camerasWithoutCalibrationAreAFinding() throws Exception {
        ProductOutcome outcome =
                convert(
                        ClipOptions.DEFAULT,
                        ClipSignals.NONE,
                        List.of(
                                image(FRONT, 0, "x"),
                                ShownMessage.of(ODD, at(1), message(1).put((byte) 1).flip())));

        assertThat(outcome.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("CALIBRATION_MISSING");
                    assertThat(finding.message()).startsWith("1 cameras have images");
                });
    }

    @Test
    @Tag("slow")
    void sixCamerasAreCutInAHeapOf48Megabytes() throws Exception {
        int seconds = Integer.getInteger("roadloop.seconds", 60);
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx48m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ManyFrames.class.getName(),
                                Integer.toString(seconds),
                                scratch.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(seconds / 10 + " clips, " + seconds * 2 * 6 + " images");
    }
}
