package dev.roadloop.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class FileUploadTest {
    private static final int WHOLE = 100_000;
    private static final int PART = 50_000;
    private static final int LARGE = 6 * PART + 1234;

    private final TestAws aws = new TestAws();
    private final AtomicLong sent = new AtomicLong();
    private final FileUpload upload =
            new FileUpload(aws.clients().s3(), "landing", sent::addAndGet, WHOLE, PART);

    @TempDir private Path folder;

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aSmallFileIsSentInOnePiece() throws IOException {
        byte[] content = content(70_000);

        upload.send(Files.write(folder.resolve("a"), content), "x/a");

        assertThat(aws.get("landing/x/a")).isEqualTo(content);
        assertThat(sent.get()).isEqualTo(70_000);
    }

    @Test
    void anEmptyFileIsAnEmptyObject() throws IOException {
        upload.send(Files.createFile(folder.resolve("empty")), "x/empty");

        assertThat(aws.get("landing/x/empty")).isEmpty();
    }

    @Test
    void aLargeFileIsSentInPartsThatMakeUpTheWhole() throws IOException {
        byte[] content = content(LARGE);

        upload.send(Files.write(folder.resolve("b"), content), "x/b");

        assertThat(Sha256.of(aws.get("landing/x/b"))).isEqualTo(Sha256.of(content));
        assertThat(sent.get()).isEqualTo(LARGE);
        assertThat(aws.uploadsUnderWay()).isZero();
    }

    @Test
    void aFileThatShrinksWhileItIsSentLeavesNothingBehind() throws IOException {
        Path file = Files.write(folder.resolve("c"), content(LARGE));
        FileUpload shrinking =
                new FileUpload(
                        aws.clients().s3(),
                        "landing",
                        bytes -> {
                            if (sent.getAndAdd(bytes) == 0) {
                                cut(file);
                            }
                        },
                        WHOLE,
                        PART);

        assertThatThrownBy(() -> shrinking.send(file, "x/c")).isInstanceOf(Exception.class);

        assertThat(aws.keys("landing/")).isEmpty();
        assertThat(aws.uploadsUnderWay()).isZero();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> upload.send(folder.resolve("none"), "x"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none");
    }

    private static void cut(Path file) {
        try {
            Files.write(file, new byte[10]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(3).nextBytes(content);
        return content;
    }
}
