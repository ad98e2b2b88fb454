package dev.roadloop.embedded.sagemaker;

import static dev.roadloop.embedded.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.container.JobAttempt;
import dev.roadloop.embedded.fixture.MovedClock;
import dev.roadloop.embedded.logs.LogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of jobs that a process left as it was killed, and of those whose time is up. Their
/// programs are a shell's.
class TrainingRunnerTest {

    /// A machine has two cores.
    private static final int ONE_MACHINE = 2;

    private static final String SLEEPS = "echo asleep; exec sleep 600";

    private static final String GROUP = "/aws/sagemaker/TrainingJobs";
    private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

    private static final RoleEnvironment NO_SERVICES =
            role -> Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1");

    private final MovedClock clock = new MovedClock("2026-11-22T02:00:00Z");

    @SuppressWarnings("NullAway.Init")
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TrainingJobTable table;

    @SuppressWarnings("NullAway.Init")
    private LogStore logs;

    @SuppressWarnings("NullAway.Init")
    private TrainingRunner runner;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(
                folder.resolve("Dockerfile"),
                "FROM any\nENTRYPOINT [\"sh\", \"-c\", \"echo begun\"]\n");
        table = new TrainingJobTable(folder.resolve("training-jobs.journal"));
        logs = new LogStore(folder.resolve("logs"), clock);
        runner =
                new TrainingRunner(
                        table, folder.resolve("jobs"), images(), NO_SERVICES, logs, clock);
    }

    private TrainingImages images() {
        return uri -> new TrainingImages.Context(folder, "Dockerfile");
    }

    @AfterEach
    void close() {
        runner.close();
        table.close();
    }

    @Test
    void aProgramThatOutlivedTheProcessIsTakenOverAndEndsTheJobAsItEnds() throws Exception {
        left("runs", false);
        program("runs", "echo on; sleep 0.3; echo over");

        assertEnd("runs", "Completed", "Training", "Uploading", "Completed");
        assertThat(printed("runs")).containsExactly("on", "over");
    }

    @Test
    void aProgramThatEndedWhileNobodyWatchedCountsAsItEndedAndItsOutputIsKept() throws Exception {
        left("ended", false);
        program("ended", "echo told; exit 7").await(Duration.ZERO, line -> {});
        Files.delete(attempt("ended").resolve("copied"));

        assertEnd("ended", "Failed", "Training", "Failed");
        assertThat(table.get("ended").reason()).isEqualTo("AlgorithmError: , exit code: 7");
        assertThat(printed("ended")).containsExactly("told");
    }

    @Test
    void aProgramThatIsGoneFailsItsJobAsALostMachineDoes() throws Exception {
        left("lost", false);
        lose("lost");

        assertEnd("lost", "Failed", "Training", "Failed");
        assertThat(table.get("lost").reason()).startsWith("InternalServerError");
    }

    @Test
    void aProgramThatHadNotBegunBegins() throws Exception {
        left("early", false);

        assertEnd(
                "early",
                "Completed",
                "Training",
                "Interrupted",
                "Downloading",
                "Training",
                "Uploading",
                "Completed");
        assertThat(printed("early")).containsExactly("begun");
    }

    @Test
    void aJobThatWasAskedToStopStops() throws Exception {
        left("asked", false);
        program("asked", SLEEPS);
        table.change("asked", job -> job.asked(clock.millis()));

        assertEnd("asked", "Stopped", "Training", "Stopping", "Stopped");
    }

    @Test
    void aSpotJobThatLosesItsMachinesIsStoppedWhenItsLongestWaitIsOver() throws Exception {
        left("spot", true);
        lose("spot");
        clock.advance(Duration.ofSeconds(7200));

        assertEnd("spot", "Stopped", "Training", "Interrupted", "MaxWaitTimeExceeded");
    }

    @Test
    void aSpotJobForWhichThereIsNoMachineInTimeIsStopped() throws Exception {
        Path root = folder.resolve("queue");
        try (TrainingJobTable left = new TrainingJobTable(root.resolve("training-jobs.journal"))) {
            left.add(job("busy", false, clock.millis()).moved("Training", "", clock.millis()));
            left.add(job("queued", true, clock.millis() - 7_200_000));
        }
        program(root.resolve("jobs/busy/attempt-1"), SLEEPS);
        try (TrainingJobs jobs =
                new TrainingJobs(root, images(), NO_SERVICES, logs, clock, ONE_MACHINE)) {
            jobs.start();
            eventually(() -> jobs.find("queued").orElseThrow().status().isTerminal(), "an end");

            assertThat(jobs.find("queued").orElseThrow().secondary())
                    .isEqualTo("MaxWaitTimeExceeded");
            assertThat(jobs.find("busy").orElseThrow().status())
                    .isEqualTo(TrainingJob.Status.IN_PROGRESS);
        }
    }

    @Tag("slow")
    @Test
    void aProgramIsEndedWhenItsLongestRunOrWaitIsOver() throws Exception {
        left("long", true);
        program("long", SLEEPS);
        clock.advance(Duration.ofSeconds(3600));
        assertEnd("long", "Stopped", "Training", "MaxRuntimeExceeded");

        created("late", true);
        clock.advance(Duration.ofSeconds(3601));
        table.change("late", job -> job.moved("Training", "", clock.millis()));
        program("late", SLEEPS);
        clock.advance(Duration.ofSeconds(3599));
        assertEnd("late", "Stopped", "Training", "MaxWaitTimeExceeded");
    }

    /// A job that trains, as the journal has it.
    private void left(String name, boolean spot) throws JsonProcessingException {
        created(name, spot);
        table.change(name, job -> job.moved("Training", "", clock.millis()));
    }

    private void created(String name, boolean spot) throws JsonProcessingException {
        table.add(job(name, spot, clock.millis()));
    }

    private static TrainingJob job(String name, boolean spot, long created)
            throws JsonProcessingException {
        return TrainingJob.created(
                "arn:" + name,
                "token",
                new ObjectMapper()
                        .readTree(
                                """
                                {"TrainingJobName": "%s", "EnableManagedSpotTraining": %s,
                                 "OutputDataConfig": {"S3OutputPath": "s3://gold-things/out"},
                                 "StoppingCondition": {"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200}}\
                                """
                                        .formatted(name, spot)),
                created);
    }

    /// Its program, begun by the process that was killed, once it has said something.
    private JobAttempt program(String name, String script) throws IOException {
        return program(attempt(name), script);
    }

    private static JobAttempt program(Path attempt, String script) throws IOException {
        JobAttempt program =
                JobAttempt.start(attempt, List.of("sh", "-c", script), PATH, Duration.ofSeconds(5));
        eventually(() -> attempt.resolve("output").toFile().length() > 0, "a first word");
        return program;
    }

    /// Kills a program with the script that holds it, the script first: it must not tell the end.
    private void lose(String name) throws IOException, InterruptedException {
        JobAttempt program = program(name, SLEEPS);
        long pid = Long.parseLong(Files.readString(attempt(name).resolve("pid")).strip());
        ProcessHandle script = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> held = script.descendants().toList();
        script.destroyForcibly();
        held.forEach(ProcessHandle::destroyForcibly);
        program.await(Duration.ZERO, line -> {});
    }

    private Path attempt(String name) {
        return folder.resolve("jobs").resolve(name).resolve("attempt-" + table.get(name).attempt());
    }

    private void assertEnd(String name, String status, String... secondary)
            throws InterruptedException {
        runner.run(name);
        TrainingJob job = table.get(name);
        assertThat(job.status().word()).as("%s: %s", name, job.reason()).isEqualTo(status);
        assertThat(job.transitions().stream().map(TrainingJob.Transition::status).skip(1))
                .as(name)
                .containsExactly(secondary);
    }

    private List<String> printed(String name) {
        List<String> lines = new ArrayList<>();
        logs.streams(GROUP)
                .forEach(stream -> {
                    if (stream.startsWith(name + "/")) {
                        logs.read(GROUP, stream, event -> lines.add(event.message()));
                    }
                });
        return lines;
    }
}
