package dev.roadloop.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The job as the process it is.
@Tag("slow")
class KilledJobTest {

    private static final int STEPS = 9;

    @TempDir private Path folder;

    private String version = "";

    @BeforeEach
    void draw() throws IOException {
        version = TinyDataset.write(folder.resolve("dataset"), false).version().hex();
    }

    @Test
    void aProcessAskedToEndAndThenKilledMakesTheModelOfOneLeftAlone()
            throws IOException, InterruptedException {
        JobFolders alone = JobFolders.below(folder.resolve("alone"), folder.resolve("dataset"));
        JobFolders troubled =
                JobFolders.below(folder.resolve("troubled"), folder.resolve("dataset"));

        assertThat(run(alone, 0, process -> {})).isZero();
        assertThat(run(troubled, 3, ProcessHandle::destroy))
                .isEqualTo(TrainOutcome.INTERRUPTED.exitCode());
        assertThat(
                        Json.jackson()
                                .readTree(troubled.reports().resolve("outcome.json").toFile())
                                .path("outcome")
                                .asText())
                .isEqualTo("INTERRUPTED");
        assertThat(run(troubled, 2, ProcessHandle::destroyForcibly)).isEqualTo(128 + 9);
        assertThat(run(troubled, 0, process -> {})).isZero();

        assertThat(Files.mismatch(alone.modelFile(), troubled.modelFile())).isEqualTo(-1);
    }

    /// @param after steps of this run, after which something is done to it
    private int run(JobFolders folders, int after, Consumer<ProcessHandle> trouble)
            throws IOException, InterruptedException {
        Files.createDirectories(folders.config());
        Files.writeString(
                folders.hyperparameters(),
                Json.text(
                        Map.of(
                                "configuration", "smoke",
                                "dataset_digest", version,
                                "seed", "1",
                                "steps", STEPS + "",
                                "batch_size", "2",
                                "width", "64",
                                "height", "32")));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Dai.djl.offline=true",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(folders.environment());
        builder.environment()
                .putAll(
                        Map.of(
                                "CODE_COMMIT", "0123abc",
                                "IMAGE_DIGEST", "sha256:ff",
                                "OMP_WAIT_POLICY", "PASSIVE",
                                "GOMP_SPINCOUNT", "0"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        int steps = 0;
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.contains("\"event\":\"step\"") && ++steps == after) {
                    trouble.accept(process.toHandle());
                }
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
