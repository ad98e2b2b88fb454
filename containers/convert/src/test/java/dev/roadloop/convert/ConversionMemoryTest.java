package dev.roadloop.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A conversion's memory does not depend on the recording's size. By default a smaller recording
/// and heap than the job must manage: 2 GB with 512 MB is `-Droadloop.convert.megabytes=2048
/// -Droadloop.convert.heap=512m`.
@Tag("slow")
final class ConversionMemoryTest {

    @TempDir private Path directory;

    @Test
    void aRecordingLargerThanTheHeapIsConvertedWithAllItsProducts() throws Exception {
        String megabytes = System.getProperty("roadloop.convert.megabytes", "144");
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-Xmx" + System.getProperty("roadloop.convert.heap", "112m"),
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LargeDrive.class.getName(),
                                megabytes,
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        long bytes =
                Long.parseLong(
                        output.lines()
                                .filter(line -> line.contains(" bytes, "))
                                .findFirst()
                                .orElseThrow()
                                .split(" ")[0]);
        assertThat(bytes).isGreaterThan((Long.parseLong(megabytes) << 20) * 8 / 10);
        System.out.println(output.strip());
    }
}
