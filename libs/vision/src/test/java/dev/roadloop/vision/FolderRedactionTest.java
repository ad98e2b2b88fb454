package dev.roadloop.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.vision.FolderRedaction.Outcome;
import dev.roadloop.vision.FolderRedaction.Redacted;
import dev.roadloop.vision.FolderRedaction.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRedactionTest {

    @TempDir private Path in;
    @TempDir private Path out;

    @Test
    void imagesWithoutFindsKeepTheirBytes() throws IOException, InterruptedException {
        byte[] jpeg = street();
        Files.createDirectories(in.resolve("deep/er"));
        Files.write(in.resolve("deep/er/a.JPG"), jpeg);

        Map<String, Outcome> outcomes = redact();

        assertThat(outcomes).containsExactly(Map.entry("deep/er/a.JPG", new Redacted(List.of())));
        assertThat(out.resolve("deep/er/a.JPG")).hasBinaryContent(jpeg);
    }

    @Test
    void whatCannotBeDecodedIsNamedAndNotCopied() throws IOException, InterruptedException {
        Files.write(in.resolve("good.jpg"), street());
        Files.writeString(in.resolve("bad.png"), "no image", StandardCharsets.UTF_8);
        Files.writeString(in.resolve("labels.json"), "{}", StandardCharsets.UTF_8);

        Map<String, Outcome> outcomes = redact();

        assertThat(outcomes).containsOnlyKeys("bad.png", "good.jpg");
        assertThat(outcomes.get("bad.png"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).contains("JPEG or PNG"));
        assertThat(out.resolve("bad.png")).doesNotExist();
        assertThat(out.resolve("good.jpg")).exists();
    }

    @Test
    void theFolderThatIsWrittenToIsNotRead() throws IOException {
        Path inside = Files.createDirectories(in.resolve("clean"));
        Files.write(inside.resolve("old.jpg"), street());
        Files.write(in.resolve("new.jpg"), street());

        assertThat(ImageFolder.of(in, inside).images()).containsExactly(in.resolve("new.jpg"));
    }

    @Test
    void anImageIsToldByItsBytesWhereItsNameSaysNothing() throws IOException, InterruptedException {
        Files.write(in.resolve("00017"), street());
        Files.write(in.resolve("a.png"), street());
        Files.writeString(in.resolve("notes.txt"), "no image", StandardCharsets.UTF_8);

        assertThat(redact()).containsOnlyKeys("00017", "a.png");
        assertThat(ImageFolder.of(in, out).others()).containsExactly(in.resolve("notes.txt"));
        assertThat(out.resolve("a.png")).hasBinaryContent(street());
        assertThat(out.resolve("notes.txt")).doesNotExist();
    }

    @Test
    void aLinkToNothingIsAProblemAndTheRestIsDone() throws IOException, InterruptedException {
        Files.write(in.resolve("good.jpg"), street());
        Files.createSymbolicLink(in.resolve("gone.jpg"), in.resolve("nowhere.jpg"));

        Map<String, Outcome> outcomes = redact();

        assertThat(outcomes.get("gone.jpg"))
                .isEqualTo(new Refused("expected a file, found a link to nothing"));
        assertThat(outcomes.get("good.jpg")).isInstanceOf(Redacted.class);
    }

    @Test
    void anOlderResultOfAnImageThatIsRefusedNowIsRemoved()
            throws IOException, InterruptedException {
        Files.writeString(in.resolve("a.jpg"), "no image", StandardCharsets.UTF_8);
        Files.write(out.resolve("a.jpg"), street());

        redact();

        assertThat(out.resolve("a.jpg")).doesNotExist();
    }

    private Map<String, Outcome> redact() throws IOException, InterruptedException {
        AtomicInteger done = new AtomicInteger();
        List<Path> images = ImageFolder.of(in, out).images();
        Map<String, Outcome> outcomes =
                new FolderRedaction(
                                new PrivacyDetectors(DetectorSettings.defaults()),
                                FrameRedaction.standard(),
                                2)
                        .redact(in, images, out, count -> done.incrementAndGet());
        assertThat(done).hasValue(images.size());
        return outcomes;
    }

    private static byte[] street() {
        try (Picture picture = Picture.ofBgr(160, 120, new byte[160 * 120 * 3])) {
            return picture.encodeJpeg(80);
        }
    }
}
