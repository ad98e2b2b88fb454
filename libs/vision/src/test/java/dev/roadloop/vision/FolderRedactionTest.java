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

        assertThat(FolderRedaction.images(in, inside)).containsExactly(in.resolve("new.jpg"));
    }

    private Map<String, Outcome> redact() throws IOException, InterruptedException {
        AtomicInteger done = new AtomicInteger();
        List<Path> images = FolderRedaction.images(in, out);
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
