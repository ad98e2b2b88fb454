package dev.roadloop.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// The paths of a state machine that tests must take, computed from its definition: every state,
/// every way out of a Choice, every Catch, and the exhaustion of every retrier but those that wait
/// for a function's snapshot, which are alike in all machines. And those that an execution took,
/// read from its history.
final class MachinePaths {

    private static final int DEFAULT_ATTEMPTS = 3;

    private final Map<String, JsonNode> states = new LinkedHashMap<>();
    private final Map<String, String> mapOf = new LinkedHashMap<>();
    private final Set<String> visited = new TreeSet<>();

    MachinePaths(JsonNode machine) {
        collect(machine, null);
    }

    private void collect(JsonNode machine, @Nullable String map) {
        for (Map.Entry<String, JsonNode> state : machine.path("States").properties()) {
            states.put(state.getKey(), state.getValue());
            if (map != null) {
                mapOf.put(state.getKey(), map);
            }
            collect(state.getValue().path("ItemProcessor"), state.getKey());
        }
    }

    /// All there are.
    Set<String> all() {
        Set<String> all = new TreeSet<>();
        states.forEach((name, state) -> {
            all.add(name);
            for (JsonNode choice : state.path("Choices")) {
                all.add(edge(name, choice.path("Next").asText()));
            }
            if (state.has("Default")) {
                all.add(edge(name, state.path("Default").asText()));
            }
            for (int i = 0; i < state.path("Catch").size(); i++) {
                all.add(caught(name, i));
            }
            for (int i = 0; i < state.path("Retry").size(); i++) {
                if (!waitsForSnapshot(state.path("Retry").path(i))) {
                    all.add(exhausted(name, i));
                }
            }
        });
        return all;
    }

    private static boolean waitsForSnapshot(JsonNode retry) {
        return retry.path("ErrorEquals")
                .path(0)
                .asText()
                .equals("Lambda.SnapStartNotReadyException");
    }

    /// Those that none of the histories given to [#follow] took.
    Set<String> missed() {
        Set<String> missed = new TreeSet<>(all());
        missed.removeAll(visited);
        return missed;
    }

    /// Notes what an execution did. Its Maps must have one item, lest histories interleave.
    void follow(List<HistoryEvent> history) {
        String current = "";
        List<String> errors = new ArrayList<>();
        for (HistoryEvent event : history) {
            if (event.stateEnteredEventDetails() != null) {
                String next = event.stateEnteredEventDetails().name();
                leave(current, errors, next);
                visited.add(next);
                current = next;
                errors.clear();
            } else if (event.taskFailedEventDetails() != null) {
                errors.add(event.taskFailedEventDetails().error());
            } else if (event.taskTimedOutEventDetails() != null) {
                errors.add(event.taskTimedOutEventDetails().error());
            } else if (event.mapRunFailedEventDetails() != null) {
                errors.add(event.mapRunFailedEventDetails().error());
            } else if (event.taskSucceededEventDetails() != null) {
                errors.clear();
            } else if (event.executionFailedEventDetails() != null) {
                exhaust(current, errors);
                current = "";
                errors.clear();
            }
        }
    }

    private void leave(String from, List<String> errors, String to) {
        JsonNode state = states.get(from);
        if (state == null) {
            return;
        }
        if (state.path("Type").asText().equals("Choice")) {
            visited.add(edge(from, to));
        }
        if (errors.isEmpty()) {
            return;
        }
        exhaust(from, errors);
        String catching = state.has("Catch") ? from : mapOf.getOrDefault(from, from);
        JsonNode catchers = states.getOrDefault(catching, state).path("Catch");
        for (int i = 0; i < catchers.size(); i++) {
            if (matches(catchers.path(i), errors.getLast())) {
                if (catchers.path(i).path("Next").asText().equals(to)) {
                    visited.add(caught(catching, i));
                }
                return;
            }
        }
    }

    private void exhaust(String name, List<String> errors) {
        JsonNode state = states.get(name);
        if (state == null || errors.isEmpty()) {
            return;
        }
        int last = retrier(state, errors.getLast());
        long count = errors.stream().filter(error -> retrier(state, error) == last).count();
        if (last >= 0
                && count
                        > state.path("Retry")
                                .path(last)
                                .path("MaxAttempts")
                                .asInt(DEFAULT_ATTEMPTS)) {
            visited.add(exhausted(name, last));
        }
    }

    private static int retrier(JsonNode state, String error) {
        for (int i = 0; i < state.path("Retry").size(); i++) {
            if (matches(state.path("Retry").path(i), error)) {
                return i;
            }
        }
        return -1;
    }

    /// As the States language has it: TaskFailed stands for every error but a timeout.
    private static boolean matches(JsonNode rule, String error) {
        Stream<String> names = rule.path("ErrorEquals").valueStream().map(JsonNode::asText);
        return names.anyMatch(name ->
                name.equals(error)
                        || name.equals("States.ALL")
                        || name.equals("States.TaskFailed") && !error.equals("States.Timeout"));
    }

    private static String edge(String from, String to) {
        return from + " -> " + to;
    }

    private static String caught(String state, int catcher) {
        return state + " caught by Catch[" + catcher + "]";
    }

    private static String exhausted(String state, int retrier) {
        return state + " after the last attempt of Retry[" + retrier + "]";
    }
}
