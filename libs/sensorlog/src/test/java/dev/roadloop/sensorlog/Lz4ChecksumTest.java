package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A chunk in LZ4 can have two checksums of the same bytes: the frame's and the chunk's.
class Lz4ChecksumTest {

    private static final int MESSAGES = 200;

    private record Found(int messages, LossReport losses) {}

    /// A recording whose first chunk has a wrong checksum at its frame's end.
    private static byte[] wrongFrame(boolean crc) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RecordingWriter writer =
                Mcap.create(
                        Channels.newChannel(out),
                        new WriteOptions(Compression.LZ4, 4000, crc, "test"),
                        "")) {
            Topic topic = writer.addTopic("/t", "", Schema.NONE, Map.of());
            for (int i = 0; i < MESSAGES; i++) {
                writer.write(topic, i, i, i, ByteBuffer.allocate(200).putInt(0, i));
            }
        }
        byte[] file = out.toByteArray();
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int chunk = 8 + 9 + (int) bytes.getLong(9);
        assertThat(bytes.get(chunk)).isEqualTo((byte) 6);
        int end = chunk + 9 + (int) bytes.getLong(chunk + 1);
        bytes.put(end - 1, (byte) (bytes.get(end - 1) ^ 1));
        return file;
    }

    private static Found read(byte[] file, ReadOptions options) throws IOException {
        try (Recording recording = Recordings.open(TestData.inMemory(file));
                MessageCursor cursor = recording.read(options)) {
            int messages = 0;
            int last = -1;
            while (cursor.next()) {
                ByteBuffer data = cursor.message().data();
                int number = Integer.reverseBytes(data.getInt(data.position()));
                assertThat(number).isBetween(last + 1, MESSAGES - 1);
                last = number;
                messages++;
            }
            return new Found(messages, cursor.losses());
        }
    }

    @Test
    void theChunksOwnSumIsEnoughToTrustIt() throws IOException {
        byte[] file = wrongFrame(true);
        Found ahead = read(file, ReadOptions.all());
        assertThat(ahead.messages()).isEqualTo(MESSAGES);
        assertThat(ahead.losses().isEmpty()).isTrue();
        // The bytes of the file are wrong all the same.
        Found inOrder = read(file, ReadOptions.all().withDataSectionCheck());
        assertThat(inOrder.messages()).isEqualTo(MESSAGES);
        assertThat(inOrder.losses().losses())
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.reason()).isEqualTo(Loss.Reason.CRC_MISMATCH);
                    assertThat(loss.messages()).isZero();
                });
    }

    @Test
    void withoutOneTheFramesDecides() throws IOException {
        Found found = read(wrongFrame(false), ReadOptions.all());
        assertThat(found.losses().losses())
                .singleElement()
                .satisfies(
                        loss -> assertThat(loss.reason()).isEqualTo(Loss.Reason.BAD_COMPRESSION));
        assertThat(found.messages() + found.losses().messages().getAsLong()).isEqualTo(MESSAGES);
        assertThat(found.messages()).isPositive().isLessThan(MESSAGES);
    }
}
