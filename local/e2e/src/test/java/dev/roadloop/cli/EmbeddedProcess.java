package dev.roadloop.cli;

import dev.roadloop.cli.platform.Platform;
import dev.roadloop.embedded.container.StartCaches;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// `roadloop up` in a process of its own, which can be killed at any moment and started again.
final class EmbeddedProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);

    private final Path lab;
    private final ProcessBuilder command;
    private Process process;

    /// Starts it and waits until it answers.
    ///
    /// @param root of the project, whose template runs
    /// @param lab folder that gets the state; created if it is not there
    EmbeddedProcess(Path root, Path lab) throws IOException, InterruptedException {
        this.lab = lab;
        Files.createDirectories(lab);
        Files.createSymbolicLink(
                lab.resolve("infra-cdk"), root.resolve("infra-cdk").toAbsolutePath().normalize());
        this.command =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:auto",
                                "-Dslf4j.internal.verbosity=ERROR",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Droadloop.root=" + lab,
                                "-D"
                                        + StartCaches.FLAGS
                                        + "="
                                        + System.getProperty(StartCaches.FLAGS, ""),
                                "-cp",
                                classPath(),
                                Roadloop.class.getName(),
                                "up",
                                "--port",
                                "0")
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(lab.resolve("up.log").toFile()));
        this.process = start();
    }

    /// Kills it as a power cut would, and starts it again after a while.
    void killAndRestart(Duration pause) throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        Thread.sleep(pause);
        process = start();
    }

    /// The running platform, as any other command sees it.
    ///
    /// @throws IOException while it does not run
    Platform connect() throws IOException {
        return Platform.connect(lab).orElseThrow(() -> new IOException("roadloop up is not there"));
    }

    /// What it printed in all its lives.
    String log() throws IOException {
        return Files.readString(lab.resolve("up.log"));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Process start() throws IOException, InterruptedException {
        Process started = command.start();
        process = started;
        long deadline = System.nanoTime() + START.toNanos();
        while (Platform.running(lab).filter(found -> found.pid() == started.pid()).isEmpty()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                started.destroyForcibly();
                throw new IllegalStateException("roadloop up did not come up:\n" + log());
            }
            Thread.sleep(50);
        }
        return started;
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
    }
}
