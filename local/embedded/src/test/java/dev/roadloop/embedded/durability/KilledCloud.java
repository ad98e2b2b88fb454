package dev.roadloop.embedded.durability;

import dev.roadloop.embedded.CloudProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A cloud in a process of its own, which can be killed and run out of space.
final class KilledCloud implements AutoCloseable {

    private final Process process;
    private final URI endpoint;

    private KilledCloud(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static KilledCloud start(Path assembly, Path state) {
        try {
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:TieredStopAtLevel=1",
                                    "-Xmx256m",
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    CloudProcess.class.getName(),
                                    assembly.toString(),
                                    state.toString())
                            .redirectError(
                                    ProcessBuilder.Redirect.appendTo(
                                            assembly.resolve("cloud.err").toFile()))
                            .start();
            BufferedReader output =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            if (line == null) {
                throw new IllegalStateException(
                        "the cloud ended with "
                                + process.waitFor()
                                + " before it was ready, see "
                                + assembly.resolve("cloud.err"));
            }
            return new KilledCloud(process, URI.create(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    URI endpoint() {
        return endpoint;
    }

    /// Lets no file of the cloud grow beyond `bytes`: with 1, its disk is full.
    ///
    /// @param bytes negative for no limit
    void limitFiles(long bytes) throws IOException, InterruptedException {
        Process prlimit =
                new ProcessBuilder(
                                "prlimit",
                                "--pid",
                                Long.toString(process.pid()),
                                "--fsize=" + (bytes < 0 ? "unlimited" : Long.toString(bytes)) + ":")
                        .inheritIO()
                        .start();
        if (prlimit.waitFor() != 0) {
            throw new IllegalStateException("prlimit ended with " + prlimit.exitValue());
        }
    }

    /// Kills it as the kernel does when memory is short: nothing in it hears of it.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
