package dev.roadloop.cli;

import dev.roadloop.cli.platform.Platform;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `roadloop down`.
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description =
                "Stops what `roadloop up` started. What is not done goes on with the next start.",
        footer = {"", "Example:", "  roadloop up & sleep 3; roadloop drives; roadloop down"})
final class Down implements Callable<Integer> {

    private static final int PATIENCE_SECONDS = 20;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<Platform.Running> running = Platform.running(Project.root());
        if (running.isEmpty()) {
            spec.commandLine().getOut().println("nothing is running");
            return ExitCode.OK;
        }
        long pid = running.get().pid();
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        process.ifPresent(ProcessHandle::destroy);
        try {
            if (process.isPresent()) {
                process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "process "
                            + pid
                            + " did not stop within "
                            + PATIENCE_SECONDS
                            + " s; kill it by hand",
                    e);
        }
        spec.commandLine().getOut().println("stopped");
        return ExitCode.OK;
    }
}
