package dev.roadloop.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningProcessTest {

    @TempDir private Path folder;

    private static Process child() throws IOException {
        return new ProcessBuilder("sleep", "300").start();
    }

    @Test
    void endsWhatAKilledParentLeftBehind() throws IOException, InterruptedException {
        Path file = folder.resolve("process");
        Process child = child();
        try {
            new RunningProcess(file).started(child.toHandle());
            new RunningProcess(file).endLeftOver();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(file).doesNotExist();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void leavesAProcessAloneThatOnlyHasTheSameNumber() throws IOException, InterruptedException {
        Path file = folder.resolve("process");
        Process child = child();
        try {
            for (String noted : new String[] {child.pid() + " 12345", "x", "", child.pid() + ""}) {
                Files.writeString(file, noted);
                new RunningProcess(file).endLeftOver();
                assertThat(child.isAlive()).as(noted).isTrue();
                assertThat(file).doesNotExist();
            }
            new RunningProcess(file).endLeftOver();
        } finally {
            child.destroyForcibly();
        }
    }
}
