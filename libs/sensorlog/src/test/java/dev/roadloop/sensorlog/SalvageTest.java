package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is read of a damaged file and what is reported as lost are together what was written.
@Tag("slow")
class SalvageTest {

    private static final int ROUNDS = Integer.getInteger("roadloop.fuzz", 100);

    @TempDir Path folder;

    private record Read(Set<Integer> numbers, LossReport losses) {}

    private static Read read(byte[] bytes) throws IOException {
        Set<Integer> numbers = new HashSet<>();
        try (Recording recording = Recordings.open(TestData.inMemory(bytes));
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                ByteBuffer data = cursor.message().data();
                numbers.add(Integer.reverseBytes(data.getInt(data.position())));
            }
            return new Read(numbers, cursor.losses());
        }
    }

    /// Where the summary begins, by the footer.
    private static int firstIndex(byte[] mcap) {
        return (int) ByteBuffer.wrap(mcap).order(ByteOrder.LITTLE_ENDIAN).getLong(mcap.length - 28);
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "LZ4", "ZSTD"})
    void whateverIsOverwrittenBeforeTheSummaryTheLossIsExact(Compression compression)
            throws IOException {
        byte[] whole = Sample.mcap(compression, true);
        int end = firstIndex(whole);
        Random random = new Random(21);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = whole.clone();
            int from = 100 + random.nextInt(end - 100);
            int length = Math.min(end - from, 1 + random.nextInt(6_000));
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, damaged, from, length);

            Read read = read(damaged);

            String name = compression + " from " + from + " for " + length;
            if (read.numbers().size() < Sample.MESSAGES) {
                assertThat(read.losses().messages()).as(name + read.losses()).isPresent();
            }
            assertThat(read.numbers().size() + read.losses().messages().orElse(0))
                    .as(name + read.losses())
                    .isEqualTo(Sample.MESSAGES);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "LZ4", "ZSTD"})
    void theBeginningOfAnMcapChunkThatWasCutIsReadAndTheReportSaysSo(Compression compression)
            throws IOException {
        byte[] whole = Sample.mcap(compression, true);
        assertEveryCutGivesAtLeastWhatAShorterOneDid(
                whole, firstIndex(whole), compression == Compression.NONE);
    }

    @Test
    void theBeginningOfABagChunkThatWasCutIsReadAndTheReportSaysSo() throws IOException {
        byte[] whole = Sample.bag(Compression.NONE, folder);
        assertEveryCutGivesAtLeastWhatAShorterOneDid(whole, whole.length * 9 / 10, true);
    }

    /// A decoder gives what it has of such chunks in pieces, of many messages each.
    @ParameterizedTest
    @CsvSource({"MCAP, ZSTD, 8", "MCAP, LZ4, 8", "ROS1_BAG, LZ4, 8", "ROS1_BAG, BZ2, 1"})
    void nothingIsDamagedFromWhichMessagesOfACutChunkWereRead(
            RecordingFormat format, Compression compression, int cuts) throws IOException {
        byte[] whole = Sample.inOneChunk(format, compression, folder);
        int partly = 0;
        for (int i = 0; i < cuts; i++) {
            int length = whole.length * 24 / 25 - i * whole.length / 9;
            Read read = read(Arrays.copyOf(whole, length));
            for (Loss loss : read.losses().losses()) {
                if (loss.detail().contains("its beginning is read, ")) {
                    partly++;
                    String cut = format + ", cut at " + length + ": " + loss;
                    assertThat(loss.to()).as(cut).isEqualTo(length);
                    assertThat(read.numbers()).as(cut).isNotEmpty();
                    assertThat(loss.detail())
                            .containsPattern("read, [0-9]{5,7} of [0-9]{7} bytes of its records");
                    int from = (int) loss.from();
                    assertThat(read(Arrays.copyOf(whole, from)).numbers())
                            .as("without the damaged bytes; %s", cut)
                            .isEqualTo(read.numbers());
                    assertThat(read(Arrays.copyOf(whole, from - 1)).numbers())
                            .as("without the byte before them; %s", cut)
                            .hasSizeLessThan(read.numbers().size());
                }
            }
        }
        assertThat(partly).isPositive();
    }

    private static void assertEveryCutGivesAtLeastWhatAShorterOneDid(
            byte[] whole, int end, boolean uncompressed) throws IOException {
        int before = 0;
        int partly = 0;
        int exact = 0;
        for (int length = 5_000; length < end; length += 97) {
            Read read = read(Arrays.copyOf(whole, length));
            assertThat(read.numbers().size())
                    .as("cut at %d", length)
                    .isGreaterThanOrEqualTo(before);
            for (Loss loss : read.losses().losses()) {
                if (loss.detail().contains("its beginning is read")) {
                    assertThat(loss.to()).as("cut at %d: %s", length, loss).isEqualTo(length);
                    // What is lost is shorter than the longest record.
                    exact += loss.to() - loss.from() < Sample.LONGEST_RECORD ? 1 : 0;
                }
                partly += loss.detail().contains("its beginning is read") ? 1 : 0;
            }
            before = read.numbers().size();
        }
        assertThat(before).isGreaterThan(Sample.MESSAGES * 8 / 10);
        if (uncompressed) {
            assertThat(partly).isGreaterThanOrEqualTo(50);
            assertThat(exact).as("losses no longer than a record").isEqualTo(partly);
        }
    }
}
