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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The job as the process it is.
@Tag("slow")
class KilledJobTest {

    /// So many that a process which nobody listens to fills its pipe before it is done: no signal
    /// comes too late, however busy the machine is. What is compared is the state at a pause.
    private static final int STEPS = 2_000;

    private static final int LOOK = 10;

    @TempDir private Path folder;

    private String version = "";

    @BeforeEach
    void draw() throws IOException {
        version = TinyDataset.write(folder.resolve("dataset"), false).version().hex();
    }

    @Test
    void aProcessAskedToEndAndThenKilledComesToTheStateOfOneLeftAlone()
            throws IOException, InterruptedException {
        JobFolders alone = JobFolders.below(folder.resolve("alone"), folder.resolve("dataset"));
        JobFolders troubled =
                JobFolders.below(folder.resolve("troubled"), folder.resolve("dataset"));
        int interrupted = TrainOutcome.INTERRUPTED.exitCode();

        assertThat(run(troubled, 0, 3, ProcessHandle::destroy)).isEqualTo(interrupted);
        assertThat(
                        Json.jackson()
                                .readTree(troubled.reports().resolve("outcome.json").toFile())
                                .path("outcome")
                                .asText())
                .isEqualTo("INTERRUPTED");
        assertThat(run(troubled, 0, 2, ProcessHandle::destroyForcibly)).isEqualTo(128 + 9);
        int pause = newest(troubled) / LOOK + 1;
        assertThat(run(troubled, pause, 0, process -> {})).isEqualTo(interrupted);
        assertThat(run(alone, pause, 0, process -> {})).isEqualTo(interrupted);

        assertThat(newest(troubled)).isEqualTo(pause * LOOK).isEqualTo(newest(alone));
        String state = "checkpoint-%010d.tensors".formatted(pause * LOOK);
        assertThat(
                        Files.mismatch(
                                alone.checkpoints().resolve(state),
                                troubled.checkpoints().resolve(state)))
                .isEqualTo(-1);
    }

    /// Steps of the newest checkpoint.
    private static int newest(JobFolders folders) throws IOException {
        try (Stream<Path> files = Files.list(folders.checkpoints())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".tensors"))
                    .mapToInt(name -> Integer.parseInt(name.replaceAll("\\D", "")))
                    .max()
                    .orElseThrow();
        }
    }

    /// @param pause looks after which it is to pause; 0 for never
    /// @param after steps of this run, after which something is done to it
    private int run(JobFolders folders, int pause, int after, Consumer<ProcessHandle> trouble)
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
                                "judge_every", LOOK + "",
                                "pause_after", pause + "",
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
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
