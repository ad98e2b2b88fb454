package dev.roadloop.cli.training;

import dev.roadloop.packaging.Main;
import dev.roadloop.train.JobFolders;
import java.io.IOException;
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

    /// Runs it to its end. When this process is asked to end, it passes that on and waits.
    ///
    /// @param lines takes what the process prints, line by line
    /// @return its exit code
    public int run(Consumer<String> lines) throws IOException, InterruptedException {
        Files.deleteIfExists(folders.reports().resolve("outcome.json"));
        ProcessBuilder builder = LearningJvm.of(Main.class);
        builder.environment().putAll(folders.environment());
        builder.environment().putAll(settings);
        return JobProcess.follow(builder.start(), lines);
    }
}
