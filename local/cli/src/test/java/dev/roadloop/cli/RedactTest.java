package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.vision.Picture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RedactTest {

    @TempDir private Path in;
    @TempDir private Path out;

    private final StringWriter printed = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void imagesWithoutBoxesAreListedAndWhatCannotBeDecodedIsAProblem() throws IOException {
        Files.createDirectories(in.resolve("rear"));
        Files.write(in.resolve("rear/road.png"), road());
        Files.writeString(in.resolve("bad.jpg"), "none", StandardCharsets.UTF_8);

        assertThat(redact()).isEqualTo(ExitCode.FINDINGS);

        JsonNode json = Json.jackson().readTree(printed.toString());
        assertThat(json.path("images")).hasSize(1);
        assertThat(json.at("/images/0/file").asText()).isEqualTo("rear/road.png");
        assertThat(json.at("/images/0/boxes").isArray()).isTrue();
        assertThat(json.at("/problems/0/file").asText()).isEqualTo("bad.jpg");
        assertThat(errors.toString()).contains("bad.jpg: expected a JPEG or PNG");
        assertThat(out.resolve("rear/road.png")).hasBinaryContent(road());
        assertThat(out.resolve("bad.jpg")).doesNotExist();
    }

    @Test
    void aFolderWithoutImagesIsBadInput() {
        assertThat(redact()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(errors.toString()).contains("found none");
    }

    @Test
    void theOriginalsAreNeverWrittenOver() throws IOException {
        Files.write(in.resolve("road.png"), road());
        out = in;
        assertThat(redact()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(errors.toString()).contains("the originals would be lost");
    }

    private int redact() {
        CommandLine roadloop = Roadloop.commandLine();
        roadloop.setOut(new PrintWriter(printed, true));
        roadloop.setErr(new PrintWriter(errors, true));
        return roadloop.execute("redact", in.toString(), "--out", out.toString(), "--json");
    }

    private static byte[] road() {
        try (Picture picture = Picture.ofBgr(64, 48, new byte[64 * 48 * 3])) {
            return picture.encodePng();
        }
    }
}
