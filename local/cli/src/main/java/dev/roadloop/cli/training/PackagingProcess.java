package dev.roadloop.cli.training;

import dev.roadloop.packaging.Main;
import dev.roadloop.train.JobFolders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Consumer;

/// Runs the package job's own `Main` as a process.
public final class PackagingProcess {

    private final JobFolders folders;
    private final Map<String, String> settings;

    /// A process in these folders.
    ///
    /// @param settings variables of the job
    public PackagingProcess(JobFolders folders, Map<String, String> settings) {
        this.folders = folders;
        this.settings = Map.copyOf(settings);
    }

    /// Runs it to its end. It ends with this process.
    ///
    /// @param lines takes what the process prints, line by line
    /// @return its exit code
    public int run(Consumer<String> lines) throws IOException, InterruptedException {
        Files.deleteIfExists(folders.reports().resolve("outcome.json"));
        ProcessBuilder builder = LearningJvm.of(Main.class);
        builder.environment().putAll(folders.environment());
        builder.environment().putAll(settings);
        Process process = builder.start();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.accept(line);
            }
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }
}
