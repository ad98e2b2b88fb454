package dev.roadloop.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelledArea;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.freeze.BuildOutcome.Frozen;
import dev.roadloop.freeze.export.ExportDataset;
import dev.roadloop.freeze.export.ExportFormat;
import dev.roadloop.freeze.split.SplitPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportDatasetTest {
    @TempDir private Path folder;

    @Test
    void whatIsExportedAsCocoOrKittiIsReadAgainAlike() throws IOException {
        Frozen frozen =
                frozen(
                        build(
                                "street",
                                request(
                                        TestLabels.cocoWithAreas(
                                                folder.resolve("labels"), 1, "a"))));
        for (ExportFormat format : List.of(ExportFormat.COCO, ExportFormat.KITTI)) {
            Path out = export(frozen, format, format.name());
            Path read =
                    format == ExportFormat.COCO
                            ? out.resolve("annotations/instances_train.json")
                            : out.resolve("train");
            if (format == ExportFormat.COCO) {
                Files.move(read, out.resolve("labels.json"));
                Files.delete(out.resolve("annotations"));
                read = out;
            }

            DatasetManifest again = frozen(build(format + "/street", request(read))).manifest();

            assertThat(again.samples().stream().map(s -> s.sha256() + " " + s.boxes().size()))
                    .containsExactlyInAnyOrderElementsOf(
                            frozen.manifest().samples().stream()
                                    .map(s -> s.sha256() + " " + s.boxes().size())
                                    .toList());
            // KITTI has no word for areas.
            assertThat(again.areas())
                    .isEqualTo(format == ExportFormat.COCO ? List.of("road") : List.of());
            assertThat(again.samples().stream().flatMap(s -> s.areas().stream()).toList())
                    .isEqualTo(
                            format == ExportFormat.COCO
                                    ? frozen.manifest().samples().stream()
                                            .flatMap(s -> s.areas().stream())
                                            .toList()
                                    : List.of());
        }
    }

    @Test
    void classesThatKittiCannotTellApartAreRefused() throws IOException {
        Path labels = TestLabels.coco(folder.resolve("labels"), 1, "a");
        Path file = labels.resolve("labels.json");
        String original = Files.readString(file);
        for (String name : List.of("traffic_light", "DontCare")) {
            Files.writeString(
                    file,
                    original.replace("\"car\"", "\"traffic light\"").replace("pedestrian", name));
            Frozen frozen = frozen(build("street", request(labels)));

            assertThatThrownBy(() -> export(frozen, ExportFormat.KITTI, "kitti " + name))
                    .isInstanceOf(CallerException.class)
                    .hasMessageContaining("class '" + name + "' would be '" + name + "'");
        }
    }

    @Test
    void yoloHasCentresAndSizesAsShares() throws IOException {
        Frozen frozen =
                frozen(build("street", request(TestLabels.coco(folder.resolve("labels"), 1, "a"))));

        Path out = export(frozen, ExportFormat.YOLO, "yolo");

        assertThat(out.resolve("labels/train/000000.txt"))
                .hasContent("0 0.10156250 0.25260417 0.15625000 0.42187500\n");
        assertThat(out.resolve("labels/train/000004.txt")).isEmptyFile();
        assertThat(out.resolve("images/val")).isEmptyDirectory();
        assertThat(out.resolve("data.yaml"))
                .hasContent(
                        "train: images/train\n"
                                + "val: images/val\n"
                                + "test: images/test\n"
                                + "names:\n"
                                + "  0: \"car\"\n"
                                + "  1: \"pedestrian\"\n");
    }

    @Test
    void anExportIsTheSameBytesEveryTime() throws IOException {
        Frozen frozen =
                frozen(
                        build(
                                "street",
                                request(TestLabels.coco(folder.resolve("labels"), 1, "a", "b"))));
        for (ExportFormat format : ExportFormat.values()) {
            assertThat(contents(export(frozen, format, "1" + format)))
                    .isEqualTo(contents(export(frozen, format, "2" + format)))
                    .isNotEmpty();
        }
    }

    @Test
    void croissantDescribesTheFileBesideIt() throws IOException {
        Frozen frozen =
                frozen(build("street", request(TestLabels.coco(folder.resolve("labels"), 1, "a"))));

        Path out = export(frozen, ExportFormat.CROISSANT, "croissant");

        JsonNode document = Json.jackson().readTree(out.resolve("croissant.json").toFile());
        byte[] records = Files.readAllBytes(out.resolve("samples.jsonl"));
        assertThat(document.at("/distribution/0/sha256").asText())
                .isEqualTo(Sha256.of(records).hex());
        assertThat(document.at("/conformsTo").asText())
                .isEqualTo("http://mlcommons.org/croissant/1.1");
        assertThat(document.at("/version").asText()).isEqualTo(frozen.manifest().version().hex());
        assertThat(fields(document)).contains("boxes").doesNotContain("areas");
    }

    @Test
    void croissantSaysWhereAreasAreAndWhereThatIsNotKnown() throws IOException {
        Frozen frozen =
                frozen(
                        build(
                                "street",
                                request(
                                        TestLabels.cocoWithAreas(
                                                folder.resolve("labels"), 1, "a"))));

        Path out = export(frozen, ExportFormat.CROISSANT, "croissant");

        JsonNode document = Json.jackson().readTree(out.resolve("croissant.json").toFile());
        assertThat(document.at("/description").asText()).contains("and areas: road");
        assertThat(fields(document)).endsWith("areas", "areaInside", "areaIgnored");
        List<String> lines = Files.readAllLines(out.resolve("samples.jsonl"));
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = Json.jackson().readTree(lines.get(i));
            List<LabelledArea> areas = frozen.manifest().samples().get(i).areas();
            assertThat(line.at("/areas")).hasSize(areas.size());
            assertThat(line.at("/areaIgnored")).hasSize(areas.size());
            assertThat(line.at("/areaInside/0").asText(""))
                    .isEqualTo(areas.isEmpty() ? "" : areas.getFirst().inside());
        }
        assertThat(String.join("", lines)).contains("[\"road\"]").contains("\"areas\":[]");
    }

    private static List<String> fields(JsonNode document) {
        return document.at("/recordSet/1/field").findValuesAsText("name");
    }

    private Path export(Frozen frozen, ExportFormat format, String name) throws IOException {
        Path out = folder.resolve("export").resolve(name);
        try (DatasetFolder dataset = DatasetFolder.existing(folder.resolve("street"))) {
            ExportDataset.export(frozen.manifest(), dataset.pictures(), format, out);
        }
        return out;
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(root.relativize(file).toString(), Md5.of(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private BuildOutcome build(String out, BuildRequest request) throws IOException {
        Clock clock = Clock.fixed(Instant.parse("2026-05-02T08:00:00Z"), ZoneOffset.UTC);
        return new BuildDataset(folder.resolve(out), clock, 2, (step, done, all) -> {})
                .build(request);
    }

    private static BuildRequest request(Path source) {
        return new BuildRequest(
                new DatasetName("street"),
                false,
                List.of(source),
                null,
                SplitPlan.DEFAULT,
                4,
                List.of(),
                List.of(),
                Map.of(),
                null);
    }

    private static Frozen frozen(BuildOutcome outcome) {
        assertThat(outcome).isInstanceOf(Frozen.class);
        return (Frozen) outcome;
    }
}
