package dev.roadloop.cli.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A job's process while this one waits for it.
final class JobProcess {

    private static final long END_SECONDS = 115;

    private JobProcess() {}

    /// Waits for its end. When this process is asked to end, it passes that on and waits, for the
    /// job and then for [LastWords].
    ///
    /// @param lines takes what the process prints, line by line
    /// @return its exit code
    static int follow(Process process, Consumer<String> lines)
            throws IOException, InterruptedException {
        Thread passOn = Thread.ofPlatform().unstarted(() -> end(process));
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Runtime.getRuntime().addShutdownHook(passOn);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.accept(line);
            }
            return process.waitFor();
        } finally {
            process.destroy();
            removeHook(passOn);
        }
    }

    private static void end(Process process) {
        // Process.destroy would close its output, which is still read.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            LastWords.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending; the hook has done its work.
        }
    }
}
