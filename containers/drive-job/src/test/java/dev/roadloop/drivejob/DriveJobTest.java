package dev.roadloop.drivejob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.ErrorKind;
import dev.roadloop.domain.TransientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriveJobTest {

    private static final String DRIVE = "car7-20260102T030405Z-0123abcd";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final DriveJob job =
            new DriveJob(
                    "probe",
                    InstantSource.fixed(Instant.EPOCH),
                    new PrintStream(written, true, StandardCharsets.UTF_8));

    @Test
    void aStepThatIsDoneEndsWith0AndOneLine() {
        int exit =
                job.run(
                        new String[] {DRIVE},
                        Map.of("CORRELATION_ID", "abc"),
                        drive -> Map.of("outcome", "DONE"));

        assertThat(exit).isZero();
        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"correlationId\":\"abc\",\"driveId\":\""
                                + DRIVE
                                + "\",\"elapsedMillis\":0,\"job\":\"probe\",\"outcome\":\"DONE\"}"
                                + System.lineSeparator());
    }

    @Test
    void theKindOfAFailureIsTheExitCode() {
        int exit =
                job.run(
                        new String[] {DRIVE},
                        Map.of(),
                        drive -> {
                            throw new TransientException("drive " + drive + ": try again");
                        });

        assertThat(exit).isEqualTo(ErrorKind.TRANSIENT.exitCode());
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("TRANSIENT", DRIVE + ": try again");
    }

    @Test
    void aDriveIdThatIsNoneAndAMissingOneAreTheCallersErrors() {
        assertThat(job.run(new String[] {"../x"}, Map.of(), drive -> Map.of())).isEqualTo(10);
        assertThat(job.run(new String[0], Map.of(), drive -> Map.of())).isEqualTo(10);
        assertThat(written.toString(StandardCharsets.UTF_8)).contains("expected one argument");
    }

    @Test
    void runningOutOfMemoryIsExhaustionNotACrash() {
        int exit =
                job.run(
                        new String[] {DRIVE},
                        Map.of(),
                        drive -> {
                            throw new OutOfMemoryError("Java heap space");
                        });

        assertThat(exit).isEqualTo(ErrorKind.EXHAUSTED.exitCode());
        assertThat(written.toString(StandardCharsets.UTF_8)).contains("give the job more");
    }

    @Test
    void allMissingVariablesAreNamedAtOnce() {
        assertThatThrownBy(() ->
                        JobVariables.require(
                                "probe", Map.of("A", "1", "B", " "), List.of("A", "B", "C")))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("probe")
                .hasMessageContaining("missing [B, C]");
    }

    @Test
    void theScratchDirectoryGoesWithAllThatIsInIt() throws IOException {
        Path path;
        try (ScratchDirectory scratch = ScratchDirectory.create("probe")) {
            path = scratch.path();
            Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("c"), "x");
        }
        assertThat(path).doesNotExist();
    }
}
