package dev.roadloop.cli.training;

import dev.roadloop.domain.file.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// Notes in a file which process is at work in a folder. Where this one is killed without a chance
/// to pass that on, its child goes on alone; the next ends it before it writes to the same files.
final class RunningProcess {

    private final Path file;

    RunningProcess(Path file) {
        this.file = file;
    }

    /// Ends the process that was noted, if it is still there. Numbers of processes are used again,
    /// so its start is compared as well.
    void endLeftOver() throws IOException, InterruptedException {
        if (!Files.exists(file)) {
            return;
        }
        String noted = Files.readString(file).strip();
        Optional<ProcessHandle> left =
                number(noted)
                        .flatMap(ProcessHandle::of)
                        .filter(process -> identity(process).equals(noted));
        if (left.isPresent()) {
            left.get().destroyForcibly();
            try {
                left.get().onExit().get();
            } catch (ExecutionException e) {
                throw new IOException("process " + noted + " cannot be waited for", e);
            }
        }
        Files.delete(file);
    }

    void started(ProcessHandle process) throws IOException {
        OutputFile.write(file, identity(process) + "\n");
    }

    void ended() throws IOException {
        Files.deleteIfExists(file);
    }

    private static Optional<Long> number(String noted) {
        return noted.matches("[0-9]{1,18} [0-9]+")
                ? Optional.of(Long.valueOf(noted.substring(0, noted.indexOf(' '))))
                : Optional.empty();
    }

    private static String identity(ProcessHandle process) {
        return process.pid()
                + " "
                + process.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
    }
}
