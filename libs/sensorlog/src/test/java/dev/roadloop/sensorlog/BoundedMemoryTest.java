package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedMemoryTest {

    @TempDir Path folder;

    @Test
    @Tag("slow")
    void twoGigabytesAreReadInAHeapOf256Megabytes() throws Exception {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx256m",
                                        "-XX:+UseSerialGC",
                                        "--enable-native-access=ALL-UNNAMED",
                                        "--sun-misc-unsafe-memory-access=allow",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "dev.roadloop.sensorlog.BigRecording",
                                        folder.resolve("big.mcap").toString()))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("FILE: 2147483648 bytes in 2048 messages")
                .contains("LOG_TIME: 2147483648 bytes in 2048 messages");
    }

    @Test
    @Tag("slow")
    void chunksThatGrowLittleByLittleTakeTheMemoryOfTheLargest() throws Exception {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx64m",
                                        "-XX:MaxDirectMemorySize=64m",
                                        "-XX:+UseSerialGC",
                                        "--enable-native-access=ALL-UNNAMED",
                                        "--sun-misc-unsafe-memory-access=allow",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "dev.roadloop.sensorlog.GrowingChunks",
                                        folder.resolve("growing.mcap").toString()))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("420741120 bytes");
        Matcher peak = Pattern.compile("peak MB: (\\d+)").matcher(output);
        Assumptions.assumeTrue(peak.find(), "skipped: this system does not tell a process's peak");
        assertThat(Integer.parseInt(peak.group(1))).as("with a heap of 64 MB").isLessThan(300);
    }

    @Test
    void aChunkThatDeclares16GigabytesIsALossAndTheOthersAreRead() throws IOException {
        byte[] file = Sample.mcap(Compression.ZSTD, true);
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int chunk = 8 + 9 + (int) bytes.getLong(9);
        assertThat(bytes.get(chunk)).isEqualTo((byte) 6);
        bytes.putLong(chunk + 9 + 16, 16L << 30);
        LossReport losses = lossesOf(file);
        assertThat(losses.losses())
                .isNotEmpty()
                .allSatisfy(loss -> {
                    assertThat(loss.reason()).isEqualTo(Loss.Reason.TOO_LARGE);
                    assertThat(loss.topic()).startsWith("/topic");
                    assertThat(loss.detail()).contains("17179869184");
                });
        assertThat(losses.messages().getAsLong()).isBetween(10L, 100L);
    }

    @Test
    @Tag("slow")
    void asManyTopicsAsTheFormatHoldsAreRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RecordingWriter writer =
                Mcap.create(Channels.newChannel(bytes), WriteOptions.defaults(), "")) {
            for (int i = 0; i < 0xFFFF; i++) {
                Topic topic = writer.addTopic("/t" + i, "", Schema.NONE, Map.of());
                writer.write(topic, i, i, 0, ByteBuffer.allocate(1));
            }
        }
        try (Recording recording = Recordings.open(TestData.inMemory(bytes.toByteArray()))) {
            assertThat(TestData.ledger(recording, ReadOptions.all()).topics()).hasSize(0xFFFF);
        }
    }

    private static LossReport lossesOf(byte[] file) throws IOException {
        try (Recording recording = Recordings.open(TestData.inMemory(file));
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                assertThat(cursor.message().topic().name()).startsWith("/topic");
            }
            return cursor.losses();
        }
    }
}
