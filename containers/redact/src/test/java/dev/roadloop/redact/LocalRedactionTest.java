package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionPolicy.Canaries;
import dev.roadloop.contracts.RedactionPolicy.Detector;
import dev.roadloop.contracts.RedactionPolicy.Floor;
import dev.roadloop.contracts.RedactionPolicy.Model;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionReport.CameraTopic;
import dev.roadloop.contracts.RedactionVerdict;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingConversion;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivateRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRedactionTest {

    private static final PixelBox PLATE = new PixelBox(100, 120, 190, 40);
    private static final int FRAMES = 8;

    @TempDir private Path folder;
    private Path out = Path.of("");
    private final Map<String, List<PrivateRegion>> boxes = new TreeMap<>();
    private final List<String> withheld = new ArrayList<>();
    private long looked;

    @BeforeEach
    void makeOut() throws IOException {
        out = Files.createDirectories(folder.resolve("out"));
    }

    private Path street() throws IOException {
        return Scenes.write(
                folder.resolve("a.mcap"),
                FRAMES,
                i ->
                        switch (i) {
                            case 0 -> Scenes.jpeg(Scenes.street(i));
                            case 1 -> "no picture".getBytes(StandardCharsets.UTF_8);
                            default -> Scenes.jpeg(Scenes.withPlate(i, PLATE));
                        });
    }

    private static RedactionPolicy policy(List<Model> models, Floor... floors) {
        RedactionPolicy bundled = RedactionPolicy.bundled();
        return new RedactionPolicy(
                "test",
                1,
                60,
                bundled.gapFrames(),
                bundled.gapSeconds(),
                bundled.jpegQuality(),
                new Detector(List.of("face", "plate"), models, "quick"),
                new Canaries(2, List.of(32), 0.7, 0.95),
                List.of(floors));
    }

    private LocalRedaction.Result redact(Path recording, RedactionPolicy policy)
            throws IOException {
        return new LocalRedaction(policy, folder, 2)
                .redact(
                        recording,
                        out,
                        (file, destroyed, reason) -> {
                            if (reason == null) {
                                boxes.put(file, destroyed);
                            } else {
                                withheld.add(file);
                            }
                        },
                        (done, all) -> looked = Math.max(looked, done));
    }

    @Test
    @Tag("slow")
    void aRecordingBecomesACleanOneWithAReportAndEveryPictureIsListed() throws IOException {
        LocalRedaction.Result result = redact(street(), policy(List.of()));

        assertThat(result.losses()).isEmpty();
        assertThat(boxes).hasSize(FRAMES - 1);
        assertThat(boxes.get("camera/" + Scenes.START + ".jpg")).isEmpty();
        assertThat(boxes.get("camera/" + (Scenes.START + 3 * Scenes.FRAME) + ".jpg"))
                .anyMatch(region -> region.box().shared(PLATE) > 0.7 * PLATE.area());
        assertThat(withheld).containsExactly("camera/" + (Scenes.START + Scenes.FRAME) + ".jpg");
        assertThat(looked).isGreaterThanOrEqualTo(FRAMES - 1);
        RedactionReport report = result.report();
        assertThat(report)
                .isEqualTo(
                        Json.read(
                                Files.readAllBytes(out.resolve("a.redaction.json")),
                                RedactionReport.class,
                                "report"));
        assertThat(report.verdict()).isEqualTo(RedactionVerdict.CLEAN);
        assertThat(report.driveId().toString()).startsWith("local-20231114T221320Z-");
        assertThat(report.recordings().getFirst().sha256())
                .isEqualTo(Sha256.of(Files.readAllBytes(out.resolve("a.mcap"))));
        assertThat(report.boxes().sha256())
                .isEqualTo(Sha256.of(Files.readAllBytes(out.resolve("a.boxes.jsonl"))));
        assertThat(report.recall()).isNotEmpty();
        assertThat(report.canaries().sha256())
                .isEqualTo(Sha256.of(Files.readAllBytes(out.resolve("a.canaries.png"))));
        assertThat(topics(result.clean()).get("/speed"))
                .isEqualTo(topics(folder.resolve("a.mcap")).get("/speed"));
    }

    @Test
    @Tag("slow")
    void aBagGivesTheSamePicturesAsTheMcapItWasMadeOf() throws IOException {
        Path mcap = street();
        Path bag = folder.resolve("b.bag");
        RecordingConversion.convert(mcap, bag, RecordingFormat.ROS1_BAG);

        redact(mcap, policy(List.of()));
        Map<String, List<PrivateRegion>> ofMcap = new TreeMap<>(boxes);
        boxes.clear();
        redact(bag, policy(List.of()));

        assertThat(boxes).isEqualTo(ofMcap);
        assertThat(topics(out.resolve("b.mcap"))).isEqualTo(topics(out.resolve("a.mcap")));
    }

    @Test
    @Tag("slow")
    void aRecordingWhoseRecallIsBelowTheFloorIsHeld() throws IOException {
        LocalRedaction.Result result =
                redact(street(), policy(List.of(), new Floor("face", 16, 0.5, 10, true)));

        assertThat(result.report().verdict()).isEqualTo(RedactionVerdict.HELD);
        assertThat(result.report().message()).contains("recall of faces").contains("not measured");
    }

    @Test
    void aVideoTopicIsWithheldWholeAndTheReportSaysSo() throws IOException {
        Path file = folder.resolve("v.mcap");
        try (RecordingWriter writer =
                Mcap.create(
                        FileChannel.open(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        WriteOptions.defaults(),
                        "")) {
            Topic video =
                    writer.addTopic(
                            "/video",
                            "json",
                            Schema.of("foxglove.CompressedVideo", "jsonschema", "{}"),
                            Map.of());
            for (int i = 0; i < 3; i++) {
                writer.write(video, i, i, i, ByteBuffer.wrap(new byte[] {'{', '}'}));
            }
        }

        RedactionReport report = redact(file, policy(List.of())).report();

        assertThat(report.cameras())
                .containsExactly(new CameraTopic("/video", 3, 0, 3, Map.of(), 0));
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("PICTURES_WITHHELD");
                    assertThat(finding.message())
                            .contains("3 of 3 pictures are left out", "foxglove.CompressedVideo");
                });
        assertThat(Files.readAllLines(out.resolve("v.boxes.jsonl")))
                .hasSize(3)
                .allMatch(line -> line.contains("expected video in the fields format and data"));
        assertThat(topics(out.resolve("v.mcap"))).isEmpty();
        assertThat(withheld).containsExactly("video/0.jpg", "video/1.jpg", "video/2.jpg");
    }

    @Test
    void theRecordingIsNeverWrittenOver() throws IOException {
        out = folder;
        Path raw = street();
        byte[] before = Files.readAllBytes(raw);

        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(() -> redact(raw, policy(List.of())))
                .withMessageContaining("expected another folder than the recording's own");
        assertThat(raw).hasBinaryContent(before);
    }

    @Test
    void aModelOfThePolicyIsLookedForBesideItAndMustHaveItsDigest() throws IOException {
        Path raw = street();
        Model model =
                new Model(
                        "policies/redaction/mine.onnx",
                        Sha256.of(new byte[] {1}),
                        "YUNET",
                        List.of("face"),
                        0.5);

        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(() -> redact(raw, policy(List.of(model))))
                .withMessageContaining(folder.resolve("mine.onnx") + ", which is not there");
        Files.write(folder.resolve("mine.onnx"), new byte[] {2});
        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(() -> redact(raw, policy(List.of(model))))
                .withMessageContaining("the redaction policy expects " + model.sha256());
        assertThat(out.resolve("a.mcap")).doesNotExist();
    }

    private static Map<String, dev.roadloop.sensorlog.TopicLedger> topics(Path file)
            throws IOException {
        LedgerRecorder ledger = new LedgerRecorder();
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                ledger.add(cursor.message());
            }
        }
        return ledger.toLedger().topics();
    }
}
