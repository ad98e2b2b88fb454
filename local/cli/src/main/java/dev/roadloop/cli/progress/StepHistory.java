package dev.roadloop.cli.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.cli.progress.Step.Items;
import dev.roadloop.cli.progress.Step.Job;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// Works out from an execution's history how each step stands. What happens inside a map counts for
/// the map.
final class StepHistory {

    private static final Set<String> ENDS =
            Set.of(
                    "ExecutionSucceeded",
                    "ExecutionFailed",
                    "ExecutionTimedOut",
                    "ExecutionAborted");

    private final MachineSteps machine;
    private final Map<Long, String> stepOfEvent = new HashMap<>();
    private final Map<String, Running> steps = new LinkedHashMap<>();

    private StepHistory(MachineSteps machine) {
        this.machine = machine;
    }

    /// The steps after these events: those that were reached, then those that are ahead on the way.
    ///
    /// @param events all of an execution, in order
    static List<Step> steps(MachineSteps machine, List<HistoryEvent> events) {
        StepHistory history = new StepHistory(machine);
        events.forEach(history::take);
        List<Step> steps = new ArrayList<>();
        history.steps.values().forEach(step -> steps.add(step.now()));
        boolean ended = !events.isEmpty() && endsExecution(events.getLast().typeAsString());
        if (!ended && history.steps.keySet().stream().noneMatch(machine.others()::contains)) {
            machine.way().stream()
                    .filter(name -> !history.steps.containsKey(name))
                    .forEach(name -> steps.add(Step.waiting(name)));
        }
        return steps;
    }

    private void take(HistoryEvent event) {
        String type = event.typeAsString();
        if (event.stateEnteredEventDetails() != null
                && machine.contains(event.stateEnteredEventDetails().name())) {
            String name = event.stateEnteredEventDetails().name();
            stepOfEvent.put(event.id(), name);
            steps.computeIfAbsent(name, Running::new).enter(event.timestamp());
            return;
        }
        String name = stepOfEvent.get(event.previousEventId());
        Running step = name == null ? null : steps.get(name);
        if (name == null || step == null) {
            if (endsExecution(type)) {
                stop(event.timestamp());
            }
            return;
        }
        if (endsExecution(type)) {
            stop(event.timestamp());
        } else if (event.stateExitedEventDetails() != null
                && event.stateExitedEventDetails().name().equals(name)) {
            step.leave(event.timestamp());
        } else {
            stepOfEvent.put(event.id(), name);
            step.take(type, event);
        }
    }

    private void stop(Instant at) {
        steps.values().stream()
                .filter(step -> step.ended == null)
                .forEach(step -> {
                    step.failed = true;
                    step.leave(at);
                });
    }

    private static boolean endsExecution(String type) {
        return ENDS.contains(type);
    }

    private static final class Running {
        private final String name;
        private @Nullable Instant started;
        private @Nullable Instant ended;
        private int tries;
        private long total = -1;
        private long through;
        private String job = "";
        private String mapRun = "";
        private String error = "";
        private boolean failed;

        Running(String name) {
            this.name = name;
        }

        void enter(Instant at) {
            if (started == null) {
                started = at;
            }
            ended = null;
            failed = false;
            through = 0;
        }

        void leave(Instant at) {
            ended = at;
        }

        void take(String type, HistoryEvent event) {
            if (type.equals("MapStateStarted")) {
                begin();
                total = event.mapStateStartedEventDetails().length();
            } else if (event.mapRunStartedEventDetails() != null) {
                mapRun = event.mapRunStartedEventDetails().mapRunArn();
            } else if (total >= 0) {
                inMap(type);
            } else if (type.equals("TaskScheduled")) {
                begin();
            } else if (event.taskSubmittedEventDetails() != null) {
                job = jobId(event.taskSubmittedEventDetails().output());
            } else if (event.taskFailedEventDetails() != null) {
                fail(event.taskFailedEventDetails().error());
            } else if (event.taskTimedOutEventDetails() != null) {
                fail(event.taskTimedOutEventDetails().error());
            }
        }

        private void begin() {
            tries++;
            failed = false;
            ended = null;
        }

        /// What the tasks of an item do is the item's business, and so are their retries.
        private void inMap(String type) {
            if (type.equals("MapIterationSucceeded") || type.equals("MapIterationFailed")) {
                through++;
            } else if (type.equals("MapStateFailed")) {
                failed = true;
            }
        }

        private void fail(@Nullable String what) {
            failed = true;
            error = what == null ? "" : what;
        }

        Step now() {
            Step.State state =
                    ended == null
                            ? Step.State.RUNNING
                            : failed ? Step.State.FAILED : Step.State.DONE;
            return new Step(
                    name,
                    state,
                    Optional.ofNullable(started),
                    Optional.ofNullable(ended),
                    Math.max(1, tries),
                    total < 0
                            ? Optional.empty()
                            : Optional.of(new Items(Math.min(through, total), total)),
                    job.isEmpty() ? Optional.empty() : Optional.of(new Job(job, "", 0)),
                    mapRun.isEmpty() ? Optional.empty() : Optional.of(mapRun),
                    error.isEmpty() ? Optional.empty() : Optional.of(error));
        }

        private static String jobId(@Nullable String output) {
            try {
                JsonNode answer = new ObjectMapper().readTree(output == null ? "{}" : output);
                return answer.path("JobId").asText();
            } catch (JsonProcessingException truncated) {
                return "";
            }
        }
    }
}
