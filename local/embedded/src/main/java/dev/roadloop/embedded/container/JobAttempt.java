package dev.roadloop.embedded.container;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// One attempt of a job as a process that outlives this one.
///
/// A small shell script holds it: it claims the attempt by making a directory, notes its process
/// id, runs the program with its output in a file, and notes the exit code. So whoever starts the
/// embedded mode after a crash finds the program still running, ended with its code, or lost; and
/// an attempt whose script had not yet begun can never begin once it is claimed by the finder.
public final class JobAttempt {

    private static final String SCRIPT =
            """
            d=$1; shift
            mkdir "$d/claim" 2>/dev/null || exit 97
            trap '' INT HUP
            echo $$ > "$d/pid.part"; mv "$d/pid.part" "$d/pid"
            sh -c '[ ! -e "$0/killed" ] || exit 137; exec "$@"' "$d" "$@" >> "$d/output" 2>&1 < /dev/null
            code=$?
            echo $code > "$d/exit.part"; mv "$d/exit.part" "$d/exit"
            """;
    private static final Duration SAME_PROCESS = Duration.ofSeconds(10);
    private static final long TAIL_MILLIS = 250;
    private static final int MAX_LINE = 262_144;

    private final Path directory;
    private final ProcessHandle process;
    private final Duration grace;

    private JobAttempt(Path directory, ProcessHandle process, Duration grace) {
        this.directory = directory;
        this.process = process;
        this.grace = grace;
    }

    /// Starts a program.
    ///
    /// @param directory of the attempt, made here
    /// @param environment the program's whole environment, but for `LANG`, which says UTF-8 as
    ///   Corretto's images do unless it is in there
    /// @param grace how long it may take to end when it is asked to
    public static JobAttempt start(
            Path directory,
            List<String> commandLine,
            Map<String, String> environment,
            Duration grace)
            throws IOException {
        Files.createDirectories(directory.resolve("work"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                "-c",
                                SCRIPT,
                                "roadloop-job",
                                directory.toAbsolutePath().toString()));
        command.addAll(commandLine);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.resolve("work").toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(directory.resolve("script.err").toFile());
        builder.environment().clear();
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().putAll(environment);
        return new JobAttempt(directory, builder.start().toHandle(), grace);
    }

    /// Finds an attempt of an earlier process that still runs; empty if it ended or is lost, see
    /// [#exitCode].
    public static Optional<JobAttempt> find(Path directory, Duration grace) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try {
            Files.createDirectory(directory.resolve("claim"));
            return Optional.empty();
        } catch (FileAlreadyExistsException e) {
            // The script began: it is running, or it is not.
        }
        Path pid = directory.resolve("pid");
        if (Files.exists(directory.resolve("exit")) || !Files.exists(pid)) {
            return Optional.empty();
        }
        Instant noted = Files.getLastModifiedTime(pid).toInstant();
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .filter(ProcessHandle::isAlive)
                .filter(handle ->
                        handle.info()
                                .startInstant()
                                .map(start ->
                                        Duration.between(start, noted).abs().compareTo(SAME_PROCESS)
                                                < 0)
                                .orElse(false))
                .map(handle -> new JobAttempt(directory, handle, grace));
    }

    /// Whether the program of an attempt ever ran.
    public static boolean began(Path directory) {
        return Files.exists(directory.resolve("pid"));
    }

    /// Copies to `log` what a program wrote that ended while nobody awaited it.
    public static void copyRest(Path directory, Consumer<String> log) {
        copyWhatCanBe(directory, log, true);
    }

    /// What the program of an attempt ended with; empty if it did not say.
    public static OptionalInt exitCode(Path directory) throws IOException {
        Path exit = directory.resolve("exit");
        return Files.exists(exit)
                ? OptionalInt.of(Integer.parseInt(Files.readString(exit).strip()))
                : OptionalInt.empty();
    }

    /// Waits for the end and meanwhile copies output to `log`.
    ///
    /// @param limit ends it, first gently; zero for none
    /// @return false if the limit ended it
    public boolean await(Duration limit, Consumer<String> log) throws InterruptedException {
        long deadline = limit.isZero() ? Long.MAX_VALUE : System.nanoTime() + limit.toNanos();
        boolean inTime = true;
        while (true) {
            boolean ended = ended();
            copyWhatCanBe(directory, log, ended);
            if (ended) {
                return inTime;
            }
            if (inTime && deadline != Long.MAX_VALUE && System.nanoTime() - deadline > 0) {
                inTime = false;
                Thread.ofVirtual().start(this::end);
            }
        }
    }

    /// The output stays in its file, so a copy that fails for want of space is made with the next.
    private static void copyWhatCanBe(Path directory, Consumer<String> log, boolean last) {
        try {
            copyOutput(directory, log, last);
        } catch (IOException | UncheckedIOException e) {
            if (last) {
                System.getLogger(JobAttempt.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "the end of the output in "
                                        + directory
                                        + " is not in the log: "
                                        + e.getMessage());
            }
        }
    }

    /// Whether it has ended after waiting a little for that.
    private boolean ended() throws InterruptedException {
        try {
            process.onExit().get(TAIL_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid() + " failed", e);
        }
    }

    /// Ends the program: gently, and after its grace by force. What the script does before the
    /// program begins is not asked to end, or it would begin all the same.
    public void end() {
        Set<Long> asked = new HashSet<>();
        long deadline = System.nanoTime() + grace.toNanos();
        try {
            do {
                if (began(directory)) {
                    process.descendants()
                            .filter(each -> asked.add(each.pid()))
                            .forEach(ProcessHandle::destroy);
                }
                if (ended()) {
                    return;
                }
            } while (System.nanoTime() - deadline < 0);
            kill();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /// Ends the program at once, and what it has started. A program that has not begun by then
    /// finds a mark and never does: it is not among the script's descendants yet.
    public void kill() {
        try {
            Files.createFile(directory.resolve("killed"));
        } catch (IOException e) {
            System.getLogger(JobAttempt.class.getName())
                    .log(System.Logger.Level.DEBUG, "no mark in {0}: {1}", directory, e);
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// Copies complete lines of the output from where the last copy ended, which is noted so that a
    /// later process goes on there.
    private static void copyOutput(Path directory, Consumer<String> log, boolean last)
            throws IOException {
        Path output = directory.resolve("output");
        Path mark = directory.resolve("copied");
        long from = Files.exists(mark) ? Long.parseLong(Files.readString(mark).strip()) : 0;
        if (!Files.exists(output) || Files.size(output) <= from) {
            return;
        }
        long at = from;
        try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
            file.seek(from);
            byte[] chunk = new byte[MAX_LINE];
            for (int read = file.read(chunk); read > 0; read = file.read(chunk)) {
                int end = read;
                while (end > 0 && chunk[end - 1] != '\n') {
                    end--;
                }
                boolean whole = end == 0 && (last || read == chunk.length);
                int length =
                        whole ? read : last && file.getFilePointer() >= file.length() ? read : end;
                if (length == 0) {
                    break;
                }
                new String(chunk, 0, length, StandardCharsets.UTF_8).lines().forEach(log);
                at += length;
                file.seek(at);
            }
        }
        Files.writeString(mark, Long.toString(at));
    }
}
