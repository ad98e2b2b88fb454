package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The commands on labels and datasets as files; what they rest on is tested beside it.
class DatasetCommandTest {
    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    @Tag("slow")
    void labelsBecomeVersionsThatAreComparedVerifiedAndExported() throws IOException {
        Path batch = folder.resolve("batch");
        Path street = folder.resolve("street");
        JsonNode imported = json(0, "label", "import", labels("a", 20), "--out", batch);
        JsonNode first = build(street, batch);
        JsonNode second = build(street, batch, labels("b", 20));

        assertThat(imported.path("pictures").asInt()).isEqualTo(1);
        assertThat(first.path("outcome").asText()).isEqualTo("FROZEN");
        assertThat(second.path("splits").path("train").asInt()).isEqualTo(2);
        String before = street + "@" + first.path("tag").asText();
        JsonNode diff = json(ExitCode.FINDINGS, "dataset", "diff", before, street);
        assertThat(diff.path("added"))
                .singleElement()
                .extracting(JsonNode::asText)
                .isEqualTo("images/b/b.png");
        assertThat(run("dataset", "diff", street, street)).isZero();
        assertThat(out.toString()).contains("nothing changed");
        JsonNode exported =
                json(
                        0,
                        "dataset",
                        "export",
                        street,
                        "--format",
                        "coco",
                        "--out",
                        folder.resolve("coco"));
        assertThat(exported.path("pictures").asInt()).isEqualTo(2);
        assertThat(exported.path("boxes").asInt()).isEqualTo(2);
        assertThat(json(0, "dataset", "verify", street).path("wrong")).isEmpty();
        Path picture = street.resolve("street/images/b/b.png");
        // Linked to the store and protected.
        assertThat(picture.toFile().setWritable(true)).isTrue();
        Files.writeString(picture, "other");
        assertThat(json(ExitCode.FINDINGS, "dataset", "verify", street).path("wrong").toString())
                .contains("images/b/b.png");
    }

    @Test
    void everyFaultIsListedAndNothingIsWritten() throws IOException {
        Path out = folder.resolve("out");
        JsonNode faults =
                json(ExitCode.BAD_INPUT, "label", "import", labels("a", 70), "--out", out);
        JsonNode refused =
                json(ExitCode.BAD_INPUT, "dataset", "build", labels("b", 70), "--out", out);

        assertThat(faults.toString()).contains("BOX_");
        assertThat(refused.toString()).contains("BOX_");
        assertThat(out).doesNotExist();
    }

    private JsonNode build(Path to, Path... labels) throws IOException {
        List<Object> words = new ArrayList<>(List.of("dataset", "build", "--out", to));
        words.addAll(List.of(labels));
        words.addAll(List.of("--alike", "-1", "--assign", "a=train"));
        if (labels.length > 1) {
            words.addAll(List.of("--assign", "b=train"));
        }
        return json(0, words.toArray());
    }

    /// A picture of 40 by 30 pixels with one box.
    ///
    /// @param x the box's left edge
    private Path labels(String drive, int x) throws IOException {
        Path labels = Files.createDirectories(folder.resolve("labels").resolve(drive));
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 1, drive.hashCode());
        ImageIO.write(image, "png", labels.resolve(drive + ".png").toFile());
        Files.writeString(
                labels.resolve("labels.json"),
                """
                {"categories":[{"id":1,"name":"car"}],
                 "images":[{"id":1,"file_name":"%s.png","drive":"%s"}],
                 "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[%d,2,10,10]}]}
                """
                        .formatted(drive, drive, x));
        return labels;
    }

    private JsonNode json(int code, Object... words) throws IOException {
        List<Object> all = new ArrayList<>(List.of(words));
        all.add("--json");
        out.getBuffer().setLength(0);
        assertThat(run(all.toArray())).as("%s: %s%s", List.of(words), out, err).isEqualTo(code);
        return Json.jackson().readTree(out.toString());
    }

    private int run(Object... words) {
        CommandLine command = Roadloop.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    }
}
