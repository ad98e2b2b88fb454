package dev.roadloop.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RecordedLoss;
import dev.roadloop.convert.product.DriveProducts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a damaged recording does not yield stands in the conversion's own account.
final class ConversionLossTest {

    private static final long START = 1_767_225_600_000_000_000L;

    @TempDir private Path directory;

    @Test
    void aDamagedChunkIsListedWithItsBytesAndMessages() throws Exception {
        Path file = directory.resolve("a.mcap");
        Random random = new Random(3);
        int messages = 200;
        try (TestRecording recording = new TestRecording(file)) {
            for (int i = 0; i < messages; i++) {
                byte[] noise = new byte[20_000];
                random.nextBytes(noise);
                recording.add("/a", "t/A", "uint8[] data", START + i, TestRecording.ros1(noise));
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(file, bytes);

        ConversionReport report =
                TestRecording.convert(file, directory.resolve("out"), DriveProducts.NONE);

        RecordedLoss loss = report.losses().getFirst();
        assertThat(loss.file()).isEqualTo("a.mcap");
        assertThat(loss.fromByte()).isLessThan(bytes.length / 2);
        assertThat(loss.toByte()).isGreaterThan(bytes.length / 2);
        assertThat(loss.messages()).isNotNull().isPositive();
        long lost =
                report.losses().stream()
                        .mapToLong(each -> each.messages() == null ? 0 : each.messages())
                        .sum();
        assertThat(report.topics().getFirst().rows() + lost).isEqualTo(messages);
        assertThat(report.furtherLosses()).isNull();
        assertThat(Json.read(Json.bytes(report), ConversionReport.class, "report"))
                .isEqualTo(report);
    }
}
