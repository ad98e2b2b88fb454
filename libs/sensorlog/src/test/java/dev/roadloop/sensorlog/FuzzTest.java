package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damages recordings in thousands of ways. Whatever happens, only the documented exception comes,
/// it comes soon, and what is missing is accounted for. `-Droadloop.fuzz=N` sets the rounds for
/// each sample and kind of damage.
@Tag("slow")
class FuzzTest {

    private static final int ROUNDS = Integer.getInteger("roadloop.fuzz", 40);

    @TempDir Path folder;

    private Map<String, byte[]> samples() throws IOException {
        Map<String, byte[]> samples = new LinkedHashMap<>();
        for (Compression compression : Compression.values()) {
            if (compression != Compression.BZ2) {
                samples.put("mcap " + compression, Sample.mcap(compression, true));
            }
            if (compression != Compression.ZSTD) {
                samples.put("bag " + compression, Sample.bag(compression, folder));
            }
        }
        samples.put("mcap unchunked", Sample.mcap(Compression.NONE, false));
        return samples;
    }

    @Test
    void whatIsReadOfATruncatedFileIsPartOfTheWhole() throws IOException {
        for (Map.Entry<String, byte[]> sample : samples().entrySet()) {
            byte[] whole = sample.getValue();
            Set<String> all = read(whole, sample.getKey()).messages();
            assertThat(all).as(sample.getKey()).hasSize(Sample.MESSAGES);
            Random random = new Random(11);
            for (int round = 0; round < ROUNDS; round++) {
                int length = 14 + random.nextInt(whole.length - 14);
                String name = sample.getKey() + " cut at " + length;
                Outcome outcome = read(Arrays.copyOf(whole, length), name);
                assertThat(all).as(name).containsAll(outcome.messages());
                if (outcome.messages().size() < all.size()) {
                    assertThat(outcome.losses().touchesMessages()).as(name).isTrue();
                }
            }
        }
    }

    @Test
    void aFlippedByteOfAChecksummedFileLosesNothingSilently() throws IOException {
        for (Map.Entry<String, byte[]> sample : samples().entrySet()) {
            if (!sample.getKey().startsWith("mcap") || sample.getKey().endsWith("unchunked")) {
                continue;
            }
            Set<String> all = read(sample.getValue(), sample.getKey()).messages();
            Random random = new Random(12);
            for (int round = 0; round < ROUNDS; round++) {
                byte[] damaged = sample.getValue().clone();
                int at = 8 + random.nextInt(damaged.length - 8);
                damaged[at] ^= (byte) (1 + random.nextInt(255));
                String name = sample.getKey() + " flipped at " + at;
                Outcome outcome = read(damaged, name);
                assertThat(all).as(name).containsAll(outcome.messages());
                if (outcome.messages().size() < all.size()) {
                    assertThat(outcome.losses().touchesMessages()).as(name).isTrue();
                }
                if (outcome.losses().messages().isPresent() && outcome.losses().touchesMessages()) {
                    assertThat(outcome.losses().messages().getAsLong() + outcome.messages().size())
                            .as(name)
                            .isEqualTo(all.size());
                }
            }
        }
    }

    @Test
    void manyWrongBytesAnywhereEndSoonWithoutAnyOtherException() throws IOException {
        for (Map.Entry<String, byte[]> sample : samples().entrySet()) {
            Random random = new Random(13);
            for (int round = 0; round < ROUNDS; round++) {
                byte[] damaged = sample.getValue().clone();
                for (int n = 1 + random.nextInt(40); n > 0; n--) {
                    int at = random.nextInt(damaged.length);
                    if (random.nextBoolean()) {
                        damaged[at] = (byte) random.nextInt(256);
                    } else {
                        // Lengths that lie are the ones that hurt.
                        int from = Math.min(at, damaged.length - 8);
                        ByteBuffer.wrap(damaged)
                                .putLong(
                                        from,
                                        random.nextBoolean()
                                                ? -1L
                                                : random.nextLong() >>> random.nextInt(64));
                    }
                }
                read(damaged, sample.getKey() + " round " + round);
            }
        }
    }

    private record Outcome(Set<String> messages, LossReport losses) {}

    private static Outcome read(byte[] bytes, String name) {
        return Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> {
                    Set<String> found = new HashSet<>();
                    try (Recording recording =
                            Recordings.open(ByteSource.of(name, ByteBuffer.wrap(bytes)))) {
                        LossReport losses;
                        try (MessageCursor cursor = recording.read(ReadOptions.all())) {
                            while (cursor.next()) {
                                Message m = cursor.message();
                                byte[] data = new byte[m.data().remaining()];
                                m.data().get(data);
                                found.add(m.topic().name() + m.logTime() + Arrays.hashCode(data));
                            }
                            losses = cursor.losses();
                        }
                        return new Outcome(found, losses);
                    } catch (RecordingException e) {
                        Loss loss =
                                new Loss(
                                        Loss.Reason.MALFORMED,
                                        0,
                                        bytes.length,
                                        null,
                                        null,
                                        String.valueOf(e.getMessage()));
                        return new Outcome(found, new LossReport(List.of(loss), 0));
                    } catch (IOException | RuntimeException e) {
                        return fail(name + ": " + e, e);
                    }
                },
                name);
    }
}
