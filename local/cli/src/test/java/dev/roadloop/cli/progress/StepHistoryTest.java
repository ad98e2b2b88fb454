package dev.roadloop.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.cli.progress.Step.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

class StepHistoryTest {

    private static final Path ROOT = Path.of(System.getProperty("roadloop.root", "../.."));
    private static final Instant START = Instant.parse("2026-05-04T09:00:00Z");

    private final MachineSteps machine =
            MachineSteps.of(
                    """
                    {"StartAt": "Begin", "States": {
                      "Begin": {"Type": "Pass", "Next": "Files"},
                      "Files": {"Type": "Map", "Next": "Fit"},
                      "Fit": {"Type": "Choice", "Choices": [{"Next": "Refuse"}], "Default": "Work"},
                      "Work": {"Type": "Task", "Next": "Tell"},
                      "Tell": {"Type": "Task", "Next": "Done"},
                      "Refuse": {"Type": "Task", "Next": "Done"},
                      "Done": {"Type": "Succeed"}}}
                    """);
    private final List<HistoryEvent> events = new ArrayList<>();

    @Test
    void takesTheDefaultOfEachChoiceForTheWay() {
        assertThat(machine.way()).containsExactly("Files", "Work", "Tell");
        assertThat(machine.others()).containsExactly("Refuse");
    }

    @Test
    void readsTheMachineThatIngestsDrives() throws IOException {
        MachineSteps ingest =
                MachineSteps.of(
                        Files.readString(ROOT.resolve("statemachines/ingest-drive.asl.json")));

        assertThat(ingest.way())
                .containsSubsequence("VerifyFiles", "Inspect", "Convert", "Catalog", "Announce");
        assertThat(ingest.others()).contains("Quarantine", "RecordFailure");
    }

    @Test
    void countsTheItemsOfARunningMapAndListsWhatIsAhead() {
        add(0, "ExecutionStarted", event -> {});
        enter(1, "MapStateEntered", "Files");
        add(2, "MapStateStarted", event -> event.mapStateStartedEventDetails(map -> map.length(3)));
        add(3, "MapIterationStarted", event -> {});
        enter(4, "TaskStateEntered", "VerifyFile");
        add(5, "TaskScheduled", event -> {});
        add(6, "TaskFailed", event -> event.taskFailedEventDetails(task -> task.error("Busy")));
        add(7, "TaskScheduled", event -> {});
        add(8, "MapIterationSucceeded", event -> {});

        List<Step> steps = StepHistory.steps(machine, events);

        assertThat(steps).extracting(Step::name).containsExactly("Files", "Work", "Tell");
        assertThat(steps)
                .extracting(Step::state)
                .containsExactly(State.RUNNING, State.WAITING, State.WAITING);
        assertThat(steps.getFirst().items()).contains(new Step.Items(1, 3));
        assertThat(steps.getFirst().fraction()).isEqualTo(1 / 3.0);
        assertThat(steps.getFirst().tries()).isEqualTo(1);
    }

    @Test
    void knowsTheJobAndTheTriesOfATask() {
        enter(1, "TaskStateEntered", "Work");
        add(2, "TaskScheduled", event -> {});
        add(3, "TaskFailed", event -> event.taskFailedEventDetails(task -> task.error("Busy")));
        add(4, "TaskScheduled", event -> {});
        add(
                5,
                "TaskSubmitted",
                event ->
                        event.taskSubmittedEventDetails(
                                task -> task.output("{\"JobId\": \"j1\"}")));

        Step work = StepHistory.steps(machine, events).getFirst();

        assertThat(work.state()).isEqualTo(State.RUNNING);
        assertThat(work.tries()).isEqualTo(2);
        assertThat(work.job()).contains(new Step.Job("j1", "", 0));
        assertThat(work.error()).contains("Busy");
        assertThat(work.took(START.plusSeconds(9))).isEqualTo(Duration.ofSeconds(8));
        assertThat(ProgressView.line(work, START.plusSeconds(9)))
                .isEqualTo("  ▸ Work                8.0 s  try 2  Busy");
    }

    @Test
    void aCaughtErrorIsAFailedStepAndWhatIsBesideTheWayFollows() {
        enter(1, "TaskStateEntered", "Work");
        add(2, "TaskScheduled", event -> {});
        add(3, "TaskFailed", event -> event.taskFailedEventDetails(task -> task.error("Broken")));
        exit(4, "TaskStateExited", "Work");
        enter(5, "TaskStateEntered", "Refuse");

        List<Step> steps = StepHistory.steps(machine, events);

        assertThat(steps).extracting(Step::name).containsExactly("Work", "Refuse");
        assertThat(steps).extracting(Step::state).containsExactly(State.FAILED, State.RUNNING);
    }

    @Test
    void aRedrivenStepRunsAgain() {
        enter(1, "TaskStateEntered", "Work");
        add(2, "TaskScheduled", event -> {});
        add(3, "TaskFailed", event -> event.taskFailedEventDetails(task -> task.error("Broken")));
        add(4, "ExecutionFailed", event -> {});
        assertThat(StepHistory.steps(machine, events))
                .extracting(Step::state)
                .containsExactly(State.FAILED);

        add(5, "ExecutionRedriven", event -> event.previousEventId(3L));
        add(6, "TaskScheduled", event -> event.previousEventId(3L));
        add(7, "TaskSucceeded", event -> {});
        exit(8, "TaskStateExited", "Work");

        assertThat(StepHistory.steps(machine, events))
                .extracting(Step::state)
                .containsExactly(State.DONE, State.WAITING, State.WAITING);
    }

    private void enter(long second, String type, String state) {
        add(second, type, event -> event.stateEnteredEventDetails(entered -> entered.name(state)));
    }

    private void exit(long second, String type, String state) {
        add(second, type, event -> event.stateExitedEventDetails(exited -> exited.name(state)));
    }

    private void add(long second, String type, Consumer<HistoryEvent.Builder> details) {
        long id = events.size() + 1;
        HistoryEvent.Builder event =
                HistoryEvent.builder()
                        .id(id)
                        .previousEventId(id - 1)
                        .type(type)
                        .timestamp(START.plusSeconds(second));
        details.accept(event);
        events.add(event.build());
    }
}
