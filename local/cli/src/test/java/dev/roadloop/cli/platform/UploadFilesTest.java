package dev.roadloop.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.rosbag2.Rosbag2;
import dev.roadloop.sensorlog.rosbag2.Rosbag2WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadFilesTest {

    @TempDir private Path folder;

    private Path bag() throws IOException {
        Path bag = folder.resolve("bag");
        try (RecordingWriter writer =
                Rosbag2.createDirectory(
                        bag, "bag", Rosbag2WriteOptions.defaults().withSplitBytes(10))) {
            Topic topic =
                    writer.addTopic("/a", "cdr", Schema.of("a/msg/A", "ros2msg", ""), Map.of());
            for (int i = 1; i <= 3; i++) {
                writer.write(topic, i * 1_000_000_000L, 0, 0, ByteBuffer.allocate(8));
            }
        }
        return bag;
    }

    @Test
    void aDirectoryIsAllItsFilesBelowItsNameAndStartsAsItSays() throws IOException {
        Path bag = bag();
        Files.createFile(bag.resolve(".DS_Store"));

        UploadFiles files = UploadFiles.of(List.of(bag));

        assertThat(files.entries())
                .extracting(UploadFiles.Entry::name)
                .containsExactly(
                        "bag/bag_0.db3", "bag/bag_1.db3", "bag/bag_2.db3", "bag/metadata.yaml");
        assertThat(files.bytes()).isGreaterThan(3 * 4096);
        assertThat(files.lone()).isFalse();
        assertThat(files.start()).isEqualTo(Instant.ofEpochSecond(1));
    }

    @Test
    void aFileBesideADirectoryLeavesTheStartToThePlatform() throws IOException {
        Path beside = Files.createFile(folder.resolve("a.mcap"));

        assertThat(UploadFiles.of(List.of(bag(), beside)).start()).isNull();
        assertThat(UploadFiles.of(List.of(beside)).lone()).isTrue();
        assertThat(UploadFiles.of(List.of(beside)).start()).isNull();
    }

    @Test
    void refusesWhatCannotBeOneDrive() throws IOException {
        Path bag = bag();
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path nested = Files.createDirectories(folder.resolve("nested/inside")).getParent();

        assertThatThrownBy(() -> UploadFiles.of(List.of(bag, bag)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two files are called bag/bag_0.db3");
        assertThatThrownBy(() -> UploadFiles.of(List.of(empty)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        empty
                                + ": expected a directory of rosbag2 with .db3 or .mcap files,"
                                + " found 0 other files");
        assertThatThrownBy(() -> UploadFiles.of(List.of(nested)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found the directory inside in it");
        assertThatThrownBy(() -> UploadFiles.of(List.of(folder.resolve("nothing"))))
                .isInstanceOf(NoSuchFileException.class);
    }
}
