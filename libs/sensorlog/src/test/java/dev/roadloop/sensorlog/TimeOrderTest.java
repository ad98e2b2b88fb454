package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TimeOrderTest {

    @TempDir Path folder;

    private record Seen(long time, String topic, int number) {}

    @Test
    void deliversByLogTimeAndThenByPlaceInTheFileWhateverTheMemory() throws IOException {
        for (byte[] file :
                List.of(
                        Sample.mcap(Compression.ZSTD, true),
                        Sample.mcap(Compression.NONE, false),
                        Sample.bag(Compression.LZ4, folder))) {
            List<Seen> expected = new ArrayList<>(read(file, ReadOptions.all()));
            assertThat(expected).hasSize(Sample.MESSAGES);
            expected.sort(Comparator.comparingLong(Seen::time));
            ReadOptions byTime = ReadOptions.all().withOrder(ReadOptions.Order.LOG_TIME);
            for (int memory : new int[] {1, 500, 5_000, 50_000, 32 << 20}) {
                assertThat(read(file, byTime.withLimits(1 << 20, memory)))
                        .as("memory %d", memory)
                        .isEqualTo(expected);
            }
            long from = expected.get(200).time();
            long to = expected.get(400).time();
            assertThat(read(file, byTime.withTime(from, to).withLimits(1 << 20, 5_000)))
                    .isEqualTo(
                            expected.stream()
                                    .filter(m -> m.time() >= from && m.time() < to)
                                    .toList());
        }
    }

    private static List<Seen> read(byte[] file, ReadOptions options) throws IOException {
        List<Seen> seen = new ArrayList<>();
        try (Recording recording = Recordings.open(ByteSource.of("sample", ByteBuffer.wrap(file)));
                MessageCursor cursor = recording.read(options)) {
            while (cursor.next()) {
                Message m = cursor.message();
                int number = m.data().duplicate().order(ByteOrder.BIG_ENDIAN).getInt();
                seen.add(new Seen(m.logTime(), m.topic().name(), number));
            }
            assertThat(cursor.losses().losses()).isEmpty();
        }
        return seen;
    }
}
