package dev.roadloop.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.detection.FeatureGrid;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The step that builds an engine, with a program in the place of `trtexec`.
class TensorRtTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir private Path folder;

    @Test
    void anEngineIsKeptWithItsDigestAndTheMachineThatItIsFor() throws IOException {
        program(
                """
                echo "[I] Selected Device: NVIDIA H100 80GB HBM3"
                echo "$@" > "$(dirname "$0")/words"
                for word; do case "$word" in --saveEngine=*) printf engine > "${word#*=}";; esac; done
                """);

        Engine engine = build(PATIENCE);

        assertThat(engine)
                .isEqualTo(
                        new Engine(
                                Engine.Status.BUILT,
                                "built for NVIDIA H100 80GB HBM3",
                                Sha256.of("engine".getBytes(StandardCharsets.UTF_8)).hex(),
                                6));
        assertThat(folder.resolve("model.engine")).hasContent("engine");
        assertThat(folder.resolve("model.engine.part")).doesNotExist();
        assertThat(folder.resolve("bin/words"))
                .content()
                .contains("--onnx=" + folder.resolve("model.onnx"))
                .contains("--optShapes=images:1x3x64x96", "--maxShapes=images:8x3x64x96");
    }

    @Test
    void whereTheProgramIsMissingOneLineSaysSo() throws IOException {
        Engine engine = build(PATIENCE);

        assertThat(engine.status()).isEqualTo(Engine.Status.SKIPPED);
        assertThat(engine.message()).startsWith("skipped: no trtexec on the PATH").hasLineCount(1);
        assertThat(engine.sha256()).isNull();
    }

    @Test
    void aMachineWithoutAGpuIsNoFailure() throws IOException {
        program(
                """
                echo "[I] TensorRT version: 10.9.0"
                echo "Cuda failure: no CUDA-capable device is detected"
                echo "&&&& FAILED TensorRT.trtexec"
                exit 1
                """);

        assertThat(build(PATIENCE))
                .isEqualTo(
                        Engine.skipped(
                                "skipped: there is no GPU here: Cuda failure: no CUDA-capable"
                                        + " device is detected"));
    }

    @Test
    void aBuildThatFailsSaysWhyAndLeavesNothing() throws IOException {
        program(
                """
                for word; do case "$word" in --saveEngine=*) printf half > "${word#*=}";; esac; done
                echo "[E] Error parsing the model: node Conv_3"
                exit 3
                """);

        assertThat(build(PATIENCE))
                .isEqualTo(
                        Engine.failed(
                                "failed: trtexec ended with 3: [E] Error parsing the model: node"
                                        + " Conv_3"));
        assertThat(folder.resolve("model.engine")).doesNotExist();
        assertThat(folder.resolve("model.engine.part")).doesNotExist();
    }

    @Test
    void aBuildThatWritesNothingFails() throws IOException {
        program("exit 0\n");

        assertThat(build(PATIENCE).message())
                .isEqualTo("failed: trtexec ended well, but wrote no engine");
    }

    @Test
    @Tag("slow")
    void aBuildThatTakesTooLongIsEnded() throws IOException {
        program("echo $$ > \"$(dirname \"$0\")/pid\"; exec sleep 3600\n");

        Engine engine = build(Duration.ofSeconds(5));

        assertThat(engine)
                .isEqualTo(
                        Engine.failed(
                                "failed: trtexec was not done within 5 s; tensorrt_seconds allows"
                                        + " more"));
        Path pid = folder.resolve("bin/pid");
        if (Files.exists(pid)) {
            ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                    .ifPresent(process -> process.onExit().join());
        }
    }

    private Engine build(Duration patience) throws IOException {
        Path onnx = folder.resolve("model.onnx");
        String path = folder.resolve("none") + File.pathSeparator + folder.resolve("bin");
        return new TensorRt(path, patience)
                .build(onnx, folder.resolve("model.engine"), new FeatureGrid(96, 64));
    }

    private void program(String script) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path file = Files.writeString(bin.resolve("trtexec"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
