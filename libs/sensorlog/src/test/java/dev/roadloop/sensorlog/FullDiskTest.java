package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.ros1.Ros1Bag;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// On Linux `/dev/full` is a disk without room.
@EnabledOnOs(OS.LINUX)
class FullDiskTest {

    private static final Path FULL = Path.of("/dev/full");

    @Test
    void aFullDiskIsToldWithTheFileThatWasWritten() {
        assertThatThrownBy(
                        () -> {
                            try (OutputFile file = OutputFile.create(FULL);
                                    RecordingWriter writer =
                                            Mcap.create(file, WriteOptions.defaults(), "")) {
                                writer.close();
                            }
                        })
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "/dev/full: cannot be written: No space left on device; make room there,"
                                + " or name another place");
        assertThatThrownBy(() ->
                        Ros1Bag.create(
                                FULL, WriteOptions.defaults().withCompression(Compression.LZ4)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("/dev/full: cannot be written: ");
    }
}
