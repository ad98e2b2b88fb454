package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.ros1.Ros1Bag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Readers keep one buffer for all chunks: what one chunk left in it must not decide what the next
/// one can hold.
@Tag("slow")
class ChunkSizesTest {

    /// Bytes of messages that each are a chunk: larger than the one before, with and without room
    /// in the buffer, beyond what is believed at once, and small again.
    private static final int[] SIZES = {
        40_000, 100, 30_000, 500_000, 50, 499_999, 4_500_000, 10, 4_400_000
    };

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"mcap,NONE", "mcap,LZ4", "mcap,ZSTD", "bag,NONE", "bag,LZ4", "bag,BZ2"})
    void aChunkLargerThanTheOneBeforeItIsRead(String format, Compression compression)
            throws IOException {
        Path file = folder.resolve("sizes." + format);
        LedgerRecorder written = new LedgerRecorder();
        WriteOptions options =
                WriteOptions.defaults().withCompression(compression).withChunkBytes(1);
        try (RecordingWriter writer =
                format.equals("bag") ? Ros1Bag.create(file, options) : mcap(file, options)) {
            Topic topic =
                    writer.addTopic(
                            "/a", "ros1", Schema.of("t/T", "ros1msg", "uint8[] data"), Map.of());
            Random random = new Random(3);
            for (int i = 0; i < SIZES.length; i++) {
                // Half noise, half zeros: it compresses, but not to nothing.
                byte[] data = new byte[SIZES[i]];
                random.nextBytes(data);
                Arrays.fill(data, data.length / 2, data.length, (byte) 0);
                written.add(topic, i, ByteBuffer.wrap(data));
                writer.write(topic, i, i, i, ByteBuffer.wrap(data));
            }
        }
        LedgerRecorder read = new LedgerRecorder();
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                read.add(cursor.message());
            }
            assertThat(cursor.losses().losses()).isEmpty();
        }
        assertThat(read.toLedger()).isEqualTo(written.toLedger());
    }

    private static RecordingWriter mcap(Path file, WriteOptions options) throws IOException {
        return Mcap.create(
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                options,
                "ros1");
    }
}
