package dev.roadloop.cli.training;

import dev.roadloop.contracts.Json;
import dev.roadloop.domain.TransientException;
import dev.roadloop.domain.file.LockFile;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.train.JobFolders;
import dev.roadloop.train.Main;
import dev.roadloop.train.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs the job's own `Main` as a process, with the class path of this one. A process of its own,
/// because native threads take their orders from its environment, and because it may be killed.
public final class TrainingProcess {

    private final JobFolders folders;
    private final Map<String, String> hyperparameters;
    private final @Nullable Path begin;

    /// A process in these folders.
    ///
    /// @param hyperparameters by name
    /// @param begin folder of a model to begin with
    public TrainingProcess(
            JobFolders folders, Map<String, String> hyperparameters, @Nullable Path begin) {
        this.folders = folders;
        this.hyperparameters = Map.copyOf(hyperparameters);
        this.begin = begin;
    }

    /// Runs it to its end. When this process is asked to end, it passes that on and waits.
    ///
    /// @param lines takes what the process prints, line by line
    /// @return its exit code
    /// @throws TransientException if another training is at work in the same folders
    public int run(Consumer<String> lines) throws IOException, InterruptedException {
        Files.createDirectories(folders.config());
        try (LockFile lock =
                LockFile.take(
                        folders.config().resolve("lock"),
                        folders.config().getParent()
                                + ": another training is at work here; run this again when it has"
                                + " ended, or with another --out")) {
            return alone(lines);
        }
    }

    private int alone(Consumer<String> lines) throws IOException, InterruptedException {
        RunningProcess running = new RunningProcess(folders.config().resolve("process"));
        running.endLeftOver();
        OutputFile.write(folders.hyperparameters(), Json.pretty(hyperparameters));
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
        int code = JobProcess.follow(process, lines);
        running.ended();
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
}
