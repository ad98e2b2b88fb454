package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
    void refusesABadFileWithOneSentenceAndItsExitCode() throws IOException {
        String bad = write("bad.json", "{\"results\": []}");

        assertThat(run("evaluate", "coco", truth, bad)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("bad.json: expected an array of detections, found an object")
                .doesNotContain("\tat ");
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
