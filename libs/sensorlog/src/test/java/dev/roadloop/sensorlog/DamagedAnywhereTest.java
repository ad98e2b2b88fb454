package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recordings of each format with one bit flipped, or cut off, anywhere: what is read and what is
/// reported as lost are together all that was recorded. Where a loss cannot be counted they are no
/// more than that. `-Droadloop.fuzz=N` for N of each.
@Tag("slow")
class DamagedAnywhereTest {

    private static final int ROUNDS = Integer.getInteger("roadloop.fuzz", 40);

    @TempDir Path folder;

    private final Map<String, byte[]> sound = new LinkedHashMap<>();

    @BeforeEach
    void write() throws IOException {
        sound.put("a.mcap", Sample.mcap(Compression.ZSTD, true));
        sound.put("a.bag", Sample.bag(Compression.LZ4, folder));
        sound.put("a.db3", Sample.database(folder));
    }

    @Test
    void aFlippedBitLosesNoMessageUncounted() throws IOException {
        for (Map.Entry<String, byte[]> each : sound.entrySet()) {
            Random random = new Random(31);
            for (int round = 0; round < ROUNDS; round++) {
                byte[] damaged = each.getValue().clone();
                int at = random.nextInt(damaged.length);
                int bit = random.nextInt(8);
                damaged[at] ^= (byte) (1 << bit);
                accounted(each.getKey(), damaged, "bit " + bit + " flipped at " + at);
            }
        }
    }

    @Test
    void aCutLosesNoMessageUncounted() throws IOException {
        for (Map.Entry<String, byte[]> each : sound.entrySet()) {
            Random random = new Random(32);
            for (int round = 0; round < ROUNDS; round++) {
                int length = random.nextInt(each.getValue().length);
                byte[] damaged = Arrays.copyOf(each.getValue(), length);
                accounted(each.getKey(), damaged, "cut at " + length);
            }
        }
    }

    private void accounted(String name, byte[] damaged, String what) throws IOException {
        Path file = Files.write(folder.resolve(name), damaged);
        long read = 0;
        LossReport losses;
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                read++;
            }
            losses = cursor.losses();
        } catch (RecordingException unreadable) {
            assertThat(unreadable).as("%s, %s", name, what).hasMessageContaining(name);
            return;
        }
        OptionalLong lost = losses.messages();
        long known = losses.losses().stream().mapToLong(DamagedAnywhereTest::counted).sum();
        String account = "read and lost of %s, %s: %s".formatted(name, what, losses);
        if (lost.isEmpty()) {
            assertThat(read + known).as(account).isLessThanOrEqualTo(Sample.MESSAGES);
        } else if (losses.isEmpty()) {
            assertThat(read).as(account).isEqualTo(Sample.MESSAGES);
        } else {
            // An index that nothing sums up can pass for a message, and the counts of a bag can say
            // anything: too many are reported, never too few.
            long most = name.endsWith(".bag") ? Long.MAX_VALUE : Sample.MESSAGES + 1L;
            assertThat(read + known).as(account).isBetween((long) Sample.MESSAGES, most);
        }
    }

    private static long counted(Loss loss) {
        Long messages = loss.messages();
        return messages == null ? 0 : messages;
    }
}
