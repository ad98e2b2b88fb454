package dev.roadloop.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.examples.Example;
import dev.roadloop.evaluate.examples.WorstExamples;
import dev.roadloop.evaluate.masks.AreaNumbers;
import dev.roadloop.evaluate.masks.AreaReport;
import dev.roadloop.evaluate.slices.CompareModels;
import dev.roadloop.evaluate.slices.JudgeSlices;
import dev.roadloop.evaluate.statistics.Bootstrap;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportPageTest {
    @TempDir private Path folder;
    private CocoFiles files;
    private EvaluationReport report;

    @BeforeEach
    void evaluate() throws IOException {
        String truth =
                """
                {"images": [{"id": 1, "file_name": "a.png"}, {"id": 2, "file_name": "../b.png"},
                            {"id": 3, "file_name": "c.png"}],
                 "categories": [{"id": 1, "name": "<script>alert('car')</script>"}, {"id": 2}],
                 "annotations": [
                   {"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 40, 40], "area": 1600},
                   {"id": 2, "image_id": 1, "category_id": 1, "bbox": [60, 10, 20, 20], "area": 400},
                   {"id": 3, "image_id": 2, "category_id": 2, "bbox": [0, 0, 40, 40], "area": 1600}]}
                """;
        String found =
                """
                [{"image_id": 1, "category_id": 1, "bbox": [10, 10, 40, 40], "score": 0.9},
                 {"image_id": 1, "category_id": 1, "bbox": [0, 60, 20, 20], "score": 0.5}]
                """;
        files =
                CocoFiles.read(
                        Files.writeString(folder.resolve("truth.json"), truth),
                        List.of(Files.writeString(folder.resolve("found.json"), found)));
        CocoEvaluation evaluation =
                CocoEvaluation.match(files.truth(), files.detections().getFirst());
        Bootstrap bootstrap = new Bootstrap(50, 1, 0.95);
        report =
                EvaluationReport.of(
                        "truth.json",
                        files.truth(),
                        "found.json",
                        files.detections().getFirst(),
                        evaluation,
                        0.25,
                        new AreaReport(
                                List.of(new AreaNumbers("<road>", 30, 10, 5)),
                                Map.of(
                                        JudgeSlices.ALL,
                                        List.of(List.of(30L, 10L), List.of(5L, 0L)),
                                        "night",
                                        List.of(List.of(0L, 0L), List.of(4L, 0L)))),
                        new JudgeSlices(bootstrap)
                                .judge(evaluation, JudgeSlices.withAll(3, Map.of())),
                        new CompareModels(bootstrap, 0.05)
                                .compare(
                                        evaluation,
                                        evaluation,
                                        JudgeSlices.withAll(3, Map.of()),
                                        "old.json"));
    }

    @Test
    void thePageIsWellFormedAndNamesFromFilesStayText() throws Exception {
        BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(image, "png", folder.resolve("a.png").toFile());
        String page = ReportPage.of(report, worst());

        assertThat(page).contains("<summary>night</summary>", "&lt;road&gt;");
        assertThat(page)
                .contains("rgba(0,114,178,0.52)\">30</td>", "rgba(0,114,178,0.18)\">10</td>");
        assertThat(page).doesNotContain("<script>").contains("&lt;script&gt;alert(&#39;car");
        String body = page.substring(page.indexOf("<body>"), page.indexOf("</html>"));
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(
                        new InputSource(
                                new StringReader(
                                        body.replace("&ndash;", "-")
                                                .replaceAll("(<img [^>]*)>", "$1/>"))));
        assertThat(page)
                .contains("Compared with old.json", "Slices", "image/jpeg;base64")
                .doesNotContain("http", "NaN", "null");
    }

    @Test
    void theVerdictAndPicturesComeFirstAndTheContentsLeadToAllParts() {
        String page = ReportPage.of(report, worst());

        assertThat(page)
                .containsSubsequence(
                        "No number of",
                        "is surely worse",
                        "than with old.json",
                        "<strong>",
                        "<nav>",
                        "id=\"worst\"",
                        "id=\"comparison\"",
                        "id=\"slices\"",
                        "id=\"plots\"",
                        "id=\"coco\"",
                        "id=\"confusion\"");
        List<String> parts = matches(page, "<section id=\"([a-z-]+)\"");
        assertThat(parts).hasSizeGreaterThan(6).doesNotHaveDuplicates();
        assertThat(matches(page, "href=\"#([a-z-]+)\"")).isEqualTo(parts);
    }

    private static List<String> matches(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void theWorstImageComesFirstWithBoxesInTheColoursOfItsErrors() throws IOException {
        BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.GRAY);
        graphics.fillRect(0, 0, 100, 100);
        graphics.dispose();
        ImageIO.write(image, "png", folder.resolve("a.png").toFile());

        List<Example> worst = worst();

        assertThat(worst).extracting(Example::image).containsExactly(1L, 2L);
        Example first = worst.getFirst();
        assertThat(List.of(first.missed(), first.confused(), first.invented()))
                .containsExactly(1, 0, 1);
        BufferedImage drawn =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(first.jpeg())));
        Color missed = new Color(drawn.getRGB(80, 20));
        assertThat(missed.getRed()).isGreaterThan(missed.getBlue() + 40);
        Color found = new Color(drawn.getRGB(10, 30));
        assertThat(found.getGreen()).isGreaterThan(found.getRed() + 40);
    }

    @Test
    void aPictureOutsideTheFolderIsNotRead() {
        Example second = worst().getLast();

        assertThat(second.jpeg()).isEmpty();
        assertThat(second.note()).contains("../b.png").contains("expected a file within");
    }

    @Test
    void curvesAreInTheJsonWhereAskedFor() {
        JsonNode with = ReportJson.of(report, true);

        assertThat(with.at("/areaConfusion/labels/1").asText()).isEqualTo("none");
        assertThat(with.at("/areaConfusion/slices").findValues("counts")).hasSize(2);
        assertThat(with.at("/perClass/0/curve/iou50").size()).isEqualTo(101);
        assertThat(with.at("/perClass/0/curve/iou50/0").asDouble()).isGreaterThan(0.9);
        assertThat(with.at("/slices/0/numbers/AP/low").isDouble()).isTrue();
        assertThat(with.at("/comparison/regressed").asBoolean(true)).isFalse();
        assertThat(ReportJson.of(report, false).at("/perClass/0/curve").isMissingNode()).isTrue();
    }

    private List<Example> worst() {
        return new WorstExamples(files.truth(), files.detections().getFirst(), 0.25, 0.5)
                .find(folder, 5);
    }
}
