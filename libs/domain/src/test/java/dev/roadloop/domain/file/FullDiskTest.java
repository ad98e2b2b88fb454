package dev.roadloop.domain.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.domain.ErrorKind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FullDiskTest {
    private static final IOException FULL = new IOException("No space left on device");

    @Test
    void aFullDiskIsOneWhereverItIsSaidAndIsNoBetterTheNextTime() {
        for (IOException said :
                new IOException[] {
                    FULL,
                    new FileSystemException("/scratch/a", null, "No space left on device"),
                    new IOException("a picture could not be fetched", FULL),
                    new IOException("a transfer failed", new IllegalStateException(FULL))
                }) {
            assertThat(FullDisk.kind(said)).as(said.toString()).isEqualTo(ErrorKind.EXHAUSTED);
        }
    }

    @Test
    void otherFailuresMayPass() {
        assertThat(FullDisk.kind(new IOException("connection reset")))
                .isEqualTo(ErrorKind.TRANSIENT);
    }
}
