package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sensorlog.rosbag2.Rosbag2WriteOptions;
import dev.roadloop.sensorlog.rosbag2.Rosbag2WriteOptions.Packing;
import dev.roadloop.sensorlog.rosbag2.Rosbag2WriteOptions.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class ReadProgressTest {

    @TempDir private Path folder;

    /// What was told: ever more bytes, all of them in the end, and something between.
    private static void assertRises(List<Long> done, long all) {
        assertThat(done).isSorted().endsWith(all).hasSizeLessThan(Sample.MESSAGES / 20);
        assertThat(done).anyMatch(bytes -> bytes > all / 4 && bytes < 3 * all / 4);
    }

    private static void assertTellsOf(Path file) throws IOException {
        List<Long> done = new ArrayList<>();
        long bytes = Recordings.sizeOf(file);
        ReadProgress progress =
                (at, all) -> {
                    assertThat(all).isEqualTo(bytes);
                    done.add(at);
                };
        try (Recording recording = Recordings.open(file, progress)) {
            assertThat(TestData.ledger(recording, ReadOptions.all()).messages())
                    .isEqualTo(Sample.MESSAGES);
        }
        assertRises(done, bytes);
    }

    @Test
    void whoReadsAFileHearsHowFarTheReaderIs() throws IOException {
        assertTellsOf(Files.write(folder.resolve("a.mcap"), Sample.mcap(Compression.ZSTD, true)));
        assertTellsOf(Files.write(folder.resolve("b.mcap"), Sample.mcap(Compression.NONE, false)));
        Sample.bag(Compression.LZ4, folder);
        assertTellsOf(folder.resolve("LZ4.bag"));
        Sample.database(folder);
        assertTellsOf(folder.resolve("sample.db3"));
    }

    @ParameterizedTest
    @EnumSource
    void aConversionTellsOfTheSourceAndOfWhatItReadsBack(Packing packing) throws IOException {
        Sample.database(folder);
        Path source = folder.resolve("sample.db3");
        Path bag = folder.resolve("bag");
        List<Long> copied = new ArrayList<>();
        List<Long> verified = new ArrayList<>();

        RecordingConversion.convert(
                source,
                bag,
                Rosbag2WriteOptions.defaults()
                        .withStorage(Storage.SQLITE)
                        .withPacking(packing)
                        .withSplitBytes(20_000),
                (done, all) -> copied.add(done),
                (done, all) -> verified.add(done));

        assertRises(copied, Files.size(source));
        assertThat(verified).isSorted().hasSizeGreaterThan(5);
        assertTellsOf(bag);
    }
}
