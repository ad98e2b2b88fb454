package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.stepfunctions.history.HistoryEvent;
import dev.roadloop.embedded.stepfunctions.history.Journal;
import dev.roadloop.embedded.stepfunctions.history.JournalRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Folds a journal into where each branch stood. Keeps the records of the states that were not
/// left, and nothing of those that were, so its size is that of the work in progress.
final class Replay {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Folded> branches = new HashMap<>();
    private long lastEventId;

    private Replay() {}

    /// @param startAt the machine's first state
    static Replay of(Path journal, String startAt, JsonNode input) {
        Replay replay = new Replay();
        Folded root = new Folded();
        root.next = startAt;
        root.input = input;
        replay.branches.put("", root);
        Journal.forEach(journal, replay::fold);
        return replay;
    }

    long lastEventId() {
        return lastEventId;
    }

    /// Whether a branch was begun.
    boolean has(String path) {
        return branches.containsKey(path);
    }

    BranchReplay branch(String path) {
        Folded folded = branches.get(path);
        if (folded == null || folded.input == null) {
            throw new IllegalStateException("The journal has no branch '" + path + "'");
        }
        return new BranchReplay(
                folded.variables,
                folded.previous,
                folded.entered,
                folded.next,
                folded.input,
                List.copyOf(folded.since),
                folded.failure,
                folded.logged);
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "The journal holds a payload that is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private void fold(JournalRecord record) {
        HistoryEvent event = record.event();
        Folded branch = branches.computeIfAbsent(record.branch(), path -> new Folded());
        if (event != null) {
            lastEventId = event.id();
            switch (event.type()) {
                case "ExecutionStarted",
                        "ExecutionSucceeded",
                        "ExecutionFailed",
                        "ExecutionTimedOut",
                        "ExecutionAborted" -> {
                    return;
                }
                case "ExecutionRedriven" -> {
                    rewind(event.id());
                    return;
                }
                default -> {}
            }
        }
        branch.fold(record);
        if (event != null && event.type().endsWith("StateExited")) {
            forget(branch.startedInside);
            branch.startedInside.clear();
        }
    }

    private void forget(List<Long> containers) {
        for (long started : containers) {
            List<String> inside =
                    branches.keySet().stream()
                            .filter(path -> path.startsWith(started + "."))
                            .toList();
            for (String path : inside) {
                Folded gone = branches.remove(path);
                if (gone != null) {
                    forget(gone.startedInside);
                }
            }
        }
    }

    /// What failed or was aborted is to be done again; what was left stays.
    private void rewind(long redriven) {
        branches.forEach((path, branch) -> branch.rewind(path.isEmpty() ? redriven : -1));
    }

    /// A branch while it is folded.
    private static final class Folded {

        private final Map<String, JsonNode> variables = new LinkedHashMap<>();
        private final List<JournalRecord> since = new ArrayList<>();
        private final List<Long> startedInside = new ArrayList<>();
        private long previous;
        private BranchReplay.@Nullable Entered entered;
        private @Nullable String enteredType;
        private @Nullable String next;
        private @Nullable JsonNode input;
        private @Nullable StateFailure failure;
        private boolean logged;

        void fold(JournalRecord record) {
            HistoryEvent event = record.event();
            if (event == null) {
                since.add(record);
                return;
            }
            String type = event.type();
            if (type.equals("MapIterationStarted")) {
                input = record.note().get("input");
                next = record.note().path("startAt").textValue();
                previous = event.id();
            } else if (type.equals("MapIterationSucceeded")) {
                previous = event.id();
                logged = true;
            } else if (type.equals("MapIterationFailed")) {
                previous = event.id();
                logged = true;
                failure = StateFailure.ofNote(record.note().path("failure"));
            } else if (type.endsWith("StateEntered")) {
                enter(event, type);
            } else if (type.endsWith("StateExited")) {
                leave(record, event);
            } else {
                if (record.note().has("container")) {
                    startedInside.add(event.id());
                }
                since.add(record);
                previous = event.id();
            }
        }

        private void enter(HistoryEvent event, String type) {
            since.clear();
            input = parse(event.details().get("input").textValue());
            entered =
                    new BranchReplay.Entered(
                            event.details().get("name").textValue(),
                            event.id(),
                            event.previousEventId(),
                            event.timestamp());
            enteredType = type;
            previous = event.id();
        }

        private void leave(JournalRecord record, HistoryEvent event) {
            since.clear();
            entered = null;
            next = record.note().path("next").textValue();
            input = parse(event.details().get("output").textValue());
            event.details()
                    .path("assignedVariables")
                    .properties()
                    .forEach(variable ->
                            variables.put(
                                    variable.getKey(), parse(variable.getValue().textValue())));
            previous = event.id();
        }

        /// @param redriven the redrive event, negative for a branch that it does not name
        void rewind(long redriven) {
            if (failure != null) {
                failure = null;
                logged = false;
            }
            if (redriven >= 0) {
                previous = redriven;
            }
            if (entered == null) {
                return;
            }
            switch (String.valueOf(enteredType)) {
                case "TaskStateEntered" -> since.clear();
                case "ParallelStateEntered", "MapStateEntered" -> {
                    JournalRecord started = null;
                    for (JournalRecord record : since) {
                        started = record.note().has("container") ? record : started;
                    }
                    since.clear();
                    if (started != null) {
                        since.add(started);
                    }
                }
                default -> {
                    next = entered.name();
                    entered = null;
                    since.clear();
                }
            }
        }
    }
}
