package dev.roadloop.cli.training;

import dev.roadloop.train.JobFolders;
import dev.roadloop.train.Main;
import dev.roadloop.train.ModelFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs the job's own `Main` as a process, with the class path of this one. A process of its own,
/// because native threads take their orders from its environment, and because it may be killed.
public final class TrainingProcess {

    private static final long END_SECONDS = 115;

    private final JobFolders folders;
    private final @Nullable Path begin;

    /// A process in these folders.
    ///
    /// @param begin folder of a model to begin with
    public TrainingProcess(JobFolders folders, @Nullable Path begin) {
        this.folders = folders;
        this.begin = begin;
    }

    /// Runs it to its end. When this process is asked to end, it passes that on and waits.
    ///
    /// @param lines takes what the process prints, line by line
    /// @return its exit code
    public int run(Consumer<String> lines) throws IOException, InterruptedException {
        RunningProcess running = new RunningProcess(folders.config().resolve("process"));
        running.endLeftOver();
        if (begin != null) {
            Files.createDirectories(folders.model());
            Files.copy(
                    begin.resolve(ModelFile.NAME),
                    folders.model().resolve(ModelFile.NAME),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(folders.reports().resolve("outcome.json"));
        Process process = start();
        running.started(process.toHandle());
        Thread passOn = Thread.ofPlatform().unstarted(() -> end(process));
        Runtime.getRuntime().addShutdownHook(passOn);
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.accept(line);
            }
        }
        int code = process.waitFor();
        running.ended();
        removeHook(passOn);
        return code;
    }

    private Process start() throws IOException {
        ProcessBuilder builder = LearningJvm.of(Main.class);
        Map<String, String> environment = builder.environment();
        environment.putAll(folders.environment());
        environment.putIfAbsent("CODE_COMMIT", CodeVersion.commit());
        environment.putIfAbsent("IMAGE_DIGEST", CodeVersion.digest());
        return builder.start();
    }

    private static void end(Process process) {
        // Process.destroy would close its output, which is still read.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
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
