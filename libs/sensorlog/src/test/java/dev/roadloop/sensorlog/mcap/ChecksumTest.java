package dev.roadloop.sensorlog.mcap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.TestData;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The sums that stand beside those of chunks: `SalvageTest` and `Lz4ChecksumTest` have these.
class ChecksumTest {

    private static byte[] file() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (McapWriter writer =
                Mcap.create(Channels.newChannel(bytes), WriteOptions.defaults(), "")) {
            Topic topic = writer.addTopic("/name", "json", Schema.NONE, Map.of());
            writer.write(topic, 1, 1, 1, ByteBuffer.wrap(new byte[20]));
            writer.addAttachment(
                    "a.bin",
                    "",
                    1,
                    1,
                    ByteBuffer.wrap("ATTACHED".getBytes(StandardCharsets.US_ASCII)));
        }
        return bytes.toByteArray();
    }

    /// Changes the first letter of the last place where `text` stands.
    private static byte[] changed(byte[] file, String text) {
        String whole = new String(file, StandardCharsets.ISO_8859_1);
        byte[] changed = file.clone();
        changed[whole.lastIndexOf(text)] ^= 1;
        return changed;
    }

    @Test
    void aNameThatIsWrongInTheSummaryIsNotBelieved() throws IOException {
        byte[] file = changed(file(), "name");
        try (Recording recording = Recordings.open(TestData.inMemory(file));
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            assertThat(recording.summary().topics()).isEmpty();
            assertThat(recording.losses().losses())
                    .singleElement()
                    .satisfies(loss -> {
                        assertThat(loss.reason()).isEqualTo(Loss.Reason.BAD_INDEX);
                        assertThat(loss.detail()).contains("summary: expected CRC-32");
                    });
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.message().topic().name()).isEqualTo("/name");
        }
    }

    @Test
    void aByteThatIsWrongInAnAttachmentIsReportedWithItsName() throws IOException {
        byte[] file = changed(file(), "ATTACHED");
        try (Recording recording = Recordings.open(TestData.inMemory(file));
                MessageCursor cursor = recording.read(ReadOptions.all().withDataSectionCheck())) {
            while (cursor.next()) {}
            assertThat(cursor.losses().losses())
                    .extracting(Loss::detail)
                    .anySatisfy(detail ->
                            assertThat(detail).contains("attachment a.bin: expected CRC-32"));
            assertThat(cursor.losses().touchesMessages()).isFalse();
        }
    }
}
