package dev.roadloop.packaging;

import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.detection.FeatureGrid;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Builds a TensorRT engine with NVIDIA's `trtexec`, for the GPU of this machine, in sixteen bits
/// where that is faster, for one to eight pictures at once. An image without TensorRT or a machine
/// without a GPU builds none, and says so: an engine is an addition to a bundle, and fits no other
/// kind of GPU.
///
/// Source: NVIDIA's TensorRT Developer Guide, "trtexec".
final class TensorRt {

    private static final String PROGRAM = "trtexec";
    private static final int MOST_OUTPUT = 1 << 20;
    private static final int MOST_LINE = 300;
    private static final Pattern NO_GPU =
            Pattern.compile(
                    ".*(no CUDA-capable device|cudaErrorNoDevice|CUDA driver version is"
                            + " insufficient|CUDA initialization failure).*");
    private static final Pattern DEVICE = Pattern.compile(".*Selected Device: (.+)");

    private final Optional<Path> program;
    private final Duration patience;

    /// @param path folders to look for `trtexec` in, as the variable `PATH` has them
    /// @param patience how long a build may take
    TensorRt(String path, Duration patience) {
        this.program =
                Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                        .filter(folder -> !folder.isBlank())
                        .map(folder -> Path.of(folder).resolve(PROGRAM))
                        .filter(Files::isExecutable)
                        .findFirst();
        this.patience = patience;
    }

    /// Builds one.
    ///
    /// @param onnx the model
    /// @param engine where it goes; there only if it is whole
    /// @param input the size of the model's input
    /// @throws IOException when files cannot be written
    Engine build(Path onnx, Path engine, FeatureGrid input) throws IOException {
        if (program.isEmpty()) {
            return Engine.skipped(
                    "skipped: no trtexec on the PATH, so no TensorRT here; an engine is built in an"
                            + " image that has it, on the kind of GPU that runs it");
        }
        Path part = engine.resolveSibling(engine.getFileName() + ".part");
        Path output = Files.createTempFile("trtexec-", ".log");
        try {
            Optional<Integer> code = run(command(program.get(), onnx, part, input), output);
            return ended(code, output, part, engine);
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(output);
        }
    }

    private static List<String> command(Path program, Path onnx, Path engine, FeatureGrid input) {
        String size = "x3x" + input.height() + "x" + input.width();
        return List.of(
                program.toString(),
                "--onnx=" + onnx,
                "--saveEngine=" + engine,
                "--minShapes=images:1" + size,
                "--optShapes=images:1" + size,
                "--maxShapes=images:8" + size,
                "--fp16",
                "--skipInference");
    }

    /// Its exit code; none when it took too long.
    private Optional<Integer> run(List<String> command, Path output) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            process.getOutputStream().close();
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(process.exitValue())
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Engine ended(Optional<Integer> code, Path output, Path part, Path engine)
            throws IOException {
        List<String> lines = lines(output);
        if (code.isEmpty()) {
            return Engine.failed(
                    "failed: trtexec was not done within %d s; tensorrt_seconds allows more"
                            .formatted(patience.toSeconds()));
        }
        if (code.get() != 0) {
            Optional<String> none =
                    lines.stream().filter(line -> NO_GPU.matcher(line).matches()).findFirst();
            return none.isPresent()
                    ? Engine.skipped("skipped: there is no GPU here: " + cut(none.get()))
                    : Engine.failed(
                            "failed: trtexec ended with %d: %s"
                                    .formatted(
                                            code.get(),
                                            lines.isEmpty() ? "" : cut(lines.getLast())));
        }
        if (!Files.isRegularFile(part) || Files.size(part) == 0) {
            return Engine.failed("failed: trtexec ended well, but wrote no engine");
        }
        Sha256 digest = Sha256.of(Files.readAllBytes(part));
        long bytes = Files.size(part);
        Files.move(
                part, engine, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        String device =
                lines.stream()
                        .map(DEVICE::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1).strip())
                        .findFirst()
                        .orElse("a GPU that trtexec did not name");
        return new Engine(Engine.Status.BUILT, "built for " + cut(device), digest.hex(), bytes);
    }

    /// The end of what it printed.
    private static List<String> lines(Path output) throws IOException {
        try (InputStream in = Files.newInputStream(output)) {
            in.skipNBytes(Math.max(0, Files.size(output) - MOST_OUTPUT));
            return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }

    private static String cut(String line) {
        return line.substring(0, Math.min(MOST_LINE, line.length()));
    }
}
