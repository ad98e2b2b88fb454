package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Bags whose index counts messages that there are not: no checksum guards the counts.
class BagTotalsTest {

    /// What a message without data takes.
    private static final int LEAST_MESSAGE = 46;

    @TempDir Path folder;

    /// A bag, and where its index says how many messages a chunk has of a topic.
    private record Indexed(byte[] bytes, List<Integer> chunks, List<Integer> counts) {

        static Indexed of(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int name = find(bytes, "index_pos=", 0, bytes.length);
            List<Integer> chunks = new ArrayList<>();
            List<Integer> counts = new ArrayList<>();
            int at = (int) in.getLong(name + "index_pos=".length());
            while (at < bytes.length) {
                int data = at + 8 + in.getInt(at);
                int next = data + in.getInt(data - 4);
                int position = find(bytes, "chunk_pos=", at, data);
                if (position >= 0) {
                    chunks.add((int) in.getLong(position + "chunk_pos=".length()));
                    for (int i = data; i < next; i += 8) {
                        counts.add(i + 4);
                    }
                }
                at = next;
            }
            return new Indexed(bytes, chunks, counts);
        }

        private static int find(byte[] bytes, String text, int from, int to) {
            byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
            for (int i = from; i <= to - wanted.length; i++) {
                if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                    return i;
                }
            }
            return -1;
        }

        byte[] flipped(int count, int bit) {
            byte[] damaged = bytes.clone();
            damaged[count + bit / 8] ^= (byte) (1 << bit % 8);
            return damaged;
        }

        /// Destroys a chunk with the message indexes behind it, which count its messages.
        void destroy(byte[] of, int chunk) {
            Arrays.fill(of, chunks.get(chunk), chunks.get(chunk + 1), (byte) 0xff);
        }

        int bytesOf(int chunk) {
            return chunks.get(chunk + 1) - chunks.get(chunk);
        }
    }

    private record Reading(int messages, LossReport losses) {

        static Reading of(byte[] bag) throws IOException {
            try (Recording recording = Recordings.open(TestData.inMemory(bag));
                    MessageCursor cursor = recording.read(ReadOptions.all())) {
                int messages = 0;
                while (cursor.next()) {
                    messages++;
                }
                return new Reading(messages, cursor.losses());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "LZ4"})
    void anyFlippedBitOfACountLosesNothingWhereAllIsRead(Compression compression)
            throws IOException {
        Indexed bag = Indexed.of(Sample.bag(compression, folder));
        assertThat(bag.counts()).hasSizeGreaterThan(30);

        for (int count : List.of(bag.counts().getFirst(), bag.counts().getLast())) {
            for (int bit = 0; bit < 32; bit++) {
                Reading read = Reading.of(bag.flipped(count, bit));

                assertThat(read.messages()).isEqualTo(Sample.MESSAGES);
                assertThat(read.losses().messages()).as("bit %d", bit).hasValue(0);
                assertThat(read.losses().losses())
                        .extracting(Loss::reason)
                        .containsExactly(Loss.Reason.BAD_INDEX);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "LZ4"})
    void theTotalsCountTheMessagesOfAChunkThatIsGone(Compression compression) throws IOException {
        Indexed bag = Indexed.of(Sample.bag(compression, folder));
        byte[] damaged = bag.bytes().clone();
        bag.destroy(damaged, 3);

        Reading read = Reading.of(damaged);

        assertThat(read.messages()).isLessThan(Sample.MESSAGES);
        assertThat(read.losses().messages()).hasValue(Sample.MESSAGES - read.messages());
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "LZ4"})
    void noMoreAreReportedLostThanTheLostBytesCanHold(Compression compression) throws IOException {
        Indexed bag = Indexed.of(Sample.bag(compression, folder));
        int most = bag.bytesOf(3) * (compression == Compression.NONE ? 1 : 255) / LEAST_MESSAGE;
        int unknown = 0;

        for (int bit = 0; bit < 32; bit++) {
            byte[] damaged = bag.flipped(bag.counts().getFirst(), bit);
            bag.destroy(damaged, 3);

            LossReport losses = Reading.of(damaged).losses();

            OptionalLong lost = losses.messages();
            unknown += lost.isEmpty() ? 1 : 0;
            assertThat(lost.orElse(0)).as("bit %d", bit).isLessThanOrEqualTo(most);
            assertThat(losses.losses())
                    .as("bit %d", bit)
                    .allSatisfy(loss ->
                            assertThat(loss.messages() == null ? 0 : loss.messages())
                                    .isLessThanOrEqualTo(most));
        }
        assertThat(unknown).isGreaterThan(8);
    }
}
