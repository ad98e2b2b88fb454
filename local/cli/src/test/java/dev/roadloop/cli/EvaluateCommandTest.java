package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.cli.terminal.Output;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.ErrorKind;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String truth = "";
    private String found = "";

    @BeforeEach
    void write() throws IOException {
        truth =
                write(
                        "truth.json",
                        """
                        {"images": [{"id": 1}], "categories": [{"id": 1, "name": "car"}, {"id": 2}],
                         "annotations": [{"id": 1, "image_id": 1, "category_id": 1,
                                          "bbox": [0, 0, 40, 40], "area": 1600, "iscrowd": 0}]}
                        """);
        found =
                write(
                        "found.json",
                        """
                        [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 40, 38], "score": 0.9}]
                        """);
    }

    @Test
    void printsTheTwelveNumbersInFullAsJson() throws IOException {
        assertThat(run("evaluate", "coco", truth, found, "--json")).isEqualTo(ExitCode.OK);

        JsonNode json = Json.jackson().readTree(out.toString());
        assertThat(json.get("metrics").size()).isEqualTo(12);
        assertThat(json.at("/metrics/AP").asDouble()).isCloseTo(1, within(1e-12));
        assertThat(json.at("/metrics/APsmall").asDouble()).isEqualTo(-1);
        assertThat(json.at("/perClass/0/name").asText()).isEqualTo("car");
        assertThat(json.at("/perClass/1/AP").asDouble()).isEqualTo(-1);
    }

    @Test
    void printsATableForPeople() {
        assertThat(run("evaluate", "coco", truth, found)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("APmedium").contains("car").contains("1.0000");
    }

    @Test
    void aPathWhereNothingCanBeWrittenIsBadInputAndNoReasonToTryAgain() {
        assertThat(run("evaluate", "coco", truth, found, "--report", found + "/report"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("found.json", "check the path");
    }

    @Test
    void numbersHaveAPointInEveryCountry() {
        Locale before = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.Category.FORMAT, Locale.GERMANY);
        try {
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            Roadloop.run(
                    Roadloop.commandLine(), new Output(printed), "evaluate", "coco", truth, found);
            assertThat(printed.toString(StandardCharsets.UTF_8)).contains(" 1.0000 ");
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, before);
        }
    }

    @Test
    void refusesABadFileWithOneSentenceAndItsExitCode() throws IOException {
        String bad = write("bad.json", "{\"results\": []}");

        assertThat(run("evaluate", "coco", truth, bad)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("bad.json: expected an array of detections, found an object")
                .doesNotContain("\tat ");
    }

    @Test
    void aWorseModelEndsWithFindingsAndTheReportIsWritten() throws IOException {
        // One image more or less is no proof.
        String images = "";
        String labels = "";
        String finds = "";
        for (int id = 1; id <= 8; id++) {
            String comma = id == 1 ? "" : ", ";
            images += comma + "{\"id\": %d}".formatted(id);
            String box =
                    "\"image_id\": %d, \"category_id\": 1, \"bbox\": [0, 0, 40, 40]".formatted(id);
            labels += comma + "{\"id\": %d, \"area\": 1600, %s}".formatted(id, box);
            finds += comma + "{\"score\": 0.9, %s}".formatted(box);
        }
        truth =
                write(
                        "eight.json",
                        "{\"images\": [%s], \"categories\": [{\"id\": 1}], \"annotations\": [%s]}"
                                .formatted(images, labels));
        found = write("eight-found.json", "[" + finds + "]");
        String blind = write("blind.json", "[]");
        Path report = folder.resolve("report");

        assertThat(
                        run(
                                "evaluate",
                                "coco",
                                truth,
                                blind,
                                "--compare",
                                found,
                                "--report",
                                report.toString()))
                .isEqualTo(ExitCode.FINDINGS);

        assertThat(out.toString()).contains("REGRESSION");
        assertThat(report.resolve("report.html")).content().contains("regression");
        JsonNode json = Json.jackson().readTree(report.resolve("report.json").toFile());
        assertThat(json.at("/comparison/regressed").asBoolean()).isTrue();
    }

    @Test
    void spoilsImagesAndComparesWhatAModelFindsInThem() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        BufferedImage image = new BufferedImage(32, 24, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(image, "png", images.resolve("a.png").toFile());
        Path spoilt = folder.resolve("spoilt");
        assertThat(
                        run(
                                "evaluate",
                                "corrupt",
                                images.toString(),
                                spoilt.toString(),
                                "--corruption",
                                "gaussian_noise"))
                .isEqualTo(ExitCode.OK);
        assertThat(spoilt.resolve("gaussian-noise-5/a.png")).exists();

        ImageIO.write(image, "jpg", images.resolve("a.jpg").toFile());
        assertThat(run("evaluate", "corrupt", images.toString(), spoilt.toString()))
                .isEqualTo(ErrorKind.CALLER.exitCode());
        assertThat(err.toString()).contains("as both become a.png");

        Path runs = Files.createDirectory(folder.resolve("runs"));
        Files.writeString(runs.resolve("fog-3.json"), "[]");
        assertThat(run("evaluate", "robustness", truth, found, runs.toString(), "--json"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("\"rPC\" : 0.0").contains("\"FOG\"");
    }

    @Test
    void aSliceCannotPassForTheWholeSetNorTextForAScore() throws IOException {
        String slices = write("slices.json", "{\"all\": [1]}");

        assertThat(run("evaluate", "coco", truth, found, "--slices", slices))
                .isEqualTo(ErrorKind.CALLER.exitCode());
        assertThat(err.toString()).contains("expected other names than 'all'");
        assertThat(run("evaluate", "coco", truth, found, "--confusion-score", "NaN"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--confusion-score: expected a number, found NaN");
    }

    @Test
    void judgesMasksOfTwoFolders() throws IOException {
        Path masks = Files.createDirectory(folder.resolve("masks"));
        ImageIO.write(
                new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                masks.resolve("a.png").toFile());

        List<String> judge =
                List.of(
                        "evaluate",
                        "masks",
                        masks.toString(),
                        masks.toString(),
                        "--classes",
                        "2",
                        "--resamples",
                        "20");

        assertThat(run(judge.toArray(String[]::new))).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).contains("mIoU").contains("1.0000 to 1.0000");
        out.getBuffer().setLength(0);
        run(Stream.concat(judge.stream(), Stream.of("--json")).toArray(String[]::new));
        assertThat(Json.jackson().readTree(out.toString()).at("/confusion/0/0").asInt())
                .isEqualTo(64);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileThatFindsNoRoomIsNamed() throws IOException {
        Path full = Path.of("/dev/full");
        Path report = Files.createDirectory(folder.resolve("report"));
        Files.createSymbolicLink(report.resolve("report.json"), full);
        Path images = Files.createDirectory(folder.resolve("images"));
        BufferedImage image = new BufferedImage(32, 24, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(image, "png", images.resolve("a.png").toFile());
        Path spoilt = Files.createDirectories(folder.resolve("spoilt/fog-1"));
        Files.createSymbolicLink(spoilt.resolve("a.png"), full);

        assertThat(run("evaluate", "coco", truth, found, "--report", report.toString()))
                .isEqualTo(ExitCode.NO_ROOM);
        assertThat(
                        run(
                                "evaluate",
                                "corrupt",
                                images.toString(),
                                spoilt.getParent().toString(),
                                "--corruption",
                                "fog",
                                "--severity",
                                "1"))
                .isEqualTo(ExitCode.NO_ROOM);

        assertThat(err.toString().lines())
                .containsExactly(
                        "roadloop: "
                                + report.resolve("report.json")
                                + ": cannot be written: No space left on device; make room there,"
                                + " or name another place",
                        "roadloop: "
                                + spoilt.resolve("a.png")
                                + ": cannot be written: No space left on device; make room there,"
                                + " or name another place");
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int run(String... args) {
        CommandLine command = Roadloop.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(args);
    }
}
