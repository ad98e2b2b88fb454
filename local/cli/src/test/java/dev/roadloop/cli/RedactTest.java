package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.vision.Picture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("slow")
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
    void aFolderWithoutAnImageSaysHowManyOtherFilesItHas() throws IOException {
        Files.writeString(in.resolve("labels.json"), "{}", StandardCharsets.UTF_8);
        assertThat(redact()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(errors.toString()).contains("found none among 1 files");
    }

    @Test
    void imagesOfOtherFormatsAndOfTooManyPixelsAreProblems() throws IOException {
        Files.write(in.resolve("road.png"), road());
        Files.writeString(in.resolve("old.bmp"), "BM", StandardCharsets.UTF_8);
        byte[] huge = road();
        ByteBuffer.wrap(huge).putInt(16, 20_000).putInt(20, 20_000);
        Files.write(in.resolve("huge.png"), huge);
        Files.createSymbolicLink(in.resolve("gone.jpg"), in.resolve("nowhere"));

        assertThat(redact()).isEqualTo(ExitCode.FINDINGS);

        JsonNode json = Json.jackson().readTree(printed.toString());
        assertThat(json.path("images")).hasSize(1);
        assertThat(json.path("problems").findValuesAsText("file"))
                .containsExactly("gone.jpg", "huge.png", "old.bmp");
        assertThat(errors.toString())
                .contains("huge.png: expected at most 100 megapixels, found a PNG of 20000x20000")
                .contains("gone.jpg: expected a file, found a link to nothing");
    }

    @Test
    void oneImageIsRedactedWhateverItsEnding() throws IOException {
        in = Files.write(in.resolve("frame"), road());
        assertThat(redact()).isEqualTo(ExitCode.OK);
        assertThat(out.resolve("frame")).hasBinaryContent(road());
    }

    @Test
    void aFileThatIsNeitherImageNorRecordingIsBadInput() throws IOException {
        in = Files.writeString(in.resolve("drive.mcap"), "none", StandardCharsets.UTF_8);
        assertThat(redact()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(errors.toString()).contains("expected a recording, an image or a folder");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void aRecordingBecomesACleanOneAndItsPicturesAreListed() throws IOException {
        Path folder = in;
        CommandLine roadloop = Roadloop.commandLine();
        roadloop.setOut(new PrintWriter(new StringWriter()));
        in = folder.resolve("drive.mcap");
        assertThat(
                        roadloop.execute(
                                "generate-drive",
                                "--seconds",
                                "1",
                                "--size",
                                "320x180",
                                in.toString()))
                .isZero();

        assertThat(redact()).isLessThanOrEqualTo(ExitCode.FINDINGS);

        JsonNode json = Json.jackson().readTree(printed.toString());
        assertThat(json.path("images")).hasSize(10);
        assertThat(json.at("/images/0/file").asText()).matches("camera[a-z_]*/\\d{19}\\.jpg");
        assertThat(json.at("/images/0/boxes").isArray()).isTrue();
        assertThat(json.path("recording").asText()).isEqualTo(out.resolve("drive.mcap").toString());
        assertThat(out.resolve("drive.mcap")).isNotEmptyFile();
        assertThat(out.resolve("drive.redaction.json")).isNotEmptyFile();
    }

    @Test
    void anEffortThatDoesNotExistIsNamed() throws IOException {
        Files.write(in.resolve("road.png"), road());
        assertThat(redact("--effort", "x")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(errors.toString()).contains("expected the effort quick or thorough, found x");
    }

    @Test
    void imagesAreLookedAtAsAPolicySaysWithItsModelsBesideIt() throws IOException {
        Files.write(in.resolve("road.png"), road());
        Path policy = Files.createDirectory(out.resolve("policies")).resolve("mine.json");
        Files.writeString(
                policy,
                new String(Json.bytes(RedactionPolicy.bundled()), StandardCharsets.UTF_8)
                        .replace(
                                "\"models\":[]",
                                "\"models\":[{\"key\":\"policies/redaction/mine.onnx\",\"sha256\":\""
                                        + "0".repeat(64)
                                        + "\",\"output\":\"YOLO\",\"kinds\":[\"face\"],"
                                        + "\"threshold\":0.5}]"));
        assertThat(redact("--policy", policy.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(errors.toString())
                .contains(policy.resolveSibling("mine.onnx") + ", which is not there");
        assertThat(out.resolve("road.png")).doesNotExist();
    }

    @Test
    void theOriginalsAreNeverWrittenOver() throws IOException {
        Files.write(in.resolve("road.png"), road());
        out = in;
        assertThat(redact()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(errors.toString()).contains("the originals would be lost");
    }

    private int redact(String... options) {
        CommandLine roadloop = Roadloop.commandLine();
        roadloop.setOut(new PrintWriter(printed, true));
        roadloop.setErr(new PrintWriter(errors, true));
        List<String> line =
                new ArrayList<>(
                        List.of("redact", in.toString(), "--out", out.toString(), "--json"));
        line.addAll(List.of(options));
        return roadloop.execute(line.toArray(String[]::new));
    }

    private static byte[] road() {
        try (Picture picture = Picture.ofBgr(64, 48, new byte[64 * 48 * 3])) {
            return picture.encodePng();
        }
    }
}
