package dev.roadloop.embedded.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JobAttemptTest {

    private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");
    private static final int TERMINATED = 128 + 15;

    @TempDir private Path folder;

    @RepeatedTest(30)
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void aProgramThatIsAskedToEndWhileItBeginsEnds(RepetitionInfo times) throws IOException {
        JobAttempt attempt =
                JobAttempt.start(folder, List.of("sleep", "600"), PATH, Duration.ofMinutes(5));
        // From before the script has begun until the program runs.
        LockSupport.parkNanos(times.getCurrentRepetition() * 300_000L);

        attempt.end();

        assertThat(JobAttempt.exitCode(folder)).isEqualTo(OptionalInt.of(TERMINATED));
    }

    @RepeatedTest(30)
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void aProgramThatIsKilledWhileItBeginsIsGone(RepetitionInfo times) throws IOException {
        // Told from all others by how long it sleeps.
        String seconds = "600." + ProcessHandle.current().pid() + times.getCurrentRepetition();
        JobAttempt attempt =
                JobAttempt.start(folder, List.of("sleep", seconds), PATH, Duration.ofMinutes(5));
        LockSupport.parkNanos(times.getCurrentRepetition() * 150_000L);

        attempt.kill();

        // What was about to begin sees the mark in a moment.
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (runs(seconds) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(runs(seconds)).isFalse();
    }

    private static boolean runs(String word) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").contains(word));
    }

    /// Without it a Java program cannot make a file whose name is not ASCII.
    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void aProgramSpeaksUtf8UnlessItsDefinitionSaysOtherwise()
            throws IOException, InterruptedException {
        assertThat(language(folder.resolve("1"), PATH)).containsExactly("C.UTF-8");
        assertThat(language(folder.resolve("2"), Map.of("LANG", "POSIX"))).containsExactly("POSIX");
    }

    private static List<String> language(Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        JobAttempt.start(
                        directory,
                        List.of("/bin/sh", "-c", "echo $LANG"),
                        environment,
                        Duration.ofSeconds(1))
                .await(Duration.ZERO, lines::add);
        return lines;
    }
}
