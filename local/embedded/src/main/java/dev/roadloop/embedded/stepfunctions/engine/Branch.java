package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.asl.Graph;
import dev.roadloop.embedded.stepfunctions.asl.State;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One line of states: the machine's top level, a branch of a Parallel, or an iteration of an
/// inline Map. Holds the variables of its scope and the event that its next one follows.
final class Branch {

    private final Execution execution;
    private final Graph graph;
    private final String path;
    private final @Nullable ContainerRun parent;
    private final int index;
    private final Map<String, JsonNode> variables;
    private final Map<String, Integer> ownBytes = new HashMap<>();
    private long previous;
    private @Nullable StateRun current;

    /// @param path empty for the top level, else `<id of the container's start event>.<index>`
    /// @param variables those of the scope around
    /// @param previous the event that the first one follows
    Branch(
            Execution execution,
            Graph graph,
            String path,
            @Nullable ContainerRun parent,
            int index,
            Map<String, JsonNode> variables,
            long previous) {
        this.execution = execution;
        this.graph = graph;
        this.path = path;
        this.parent = parent;
        this.index = index;
        this.variables = new LinkedHashMap<>(variables);
        this.previous = previous;
    }

    Execution execution() {
        return execution;
    }

    String path() {
        return path;
    }

    int index() {
        return index;
    }

    long previous() {
        return previous;
    }

    Map<String, JsonNode> variables() {
        return variables;
    }

    /// The next event follows `event`.
    void follow(long event) {
        previous = event;
    }

    /// Appends an event after the branch's last one.
    long append(String type, Events.Details details, ObjectNode note) {
        previous = execution.append(this, type, details, previous, note);
        return previous;
    }

    long append(String type, Events.Details details) {
        return append(type, details, JsonNodeFactory.instance.objectNode());
    }

    /// `$states.context.Map`, if the branch is inside an iteration.
    @Nullable JsonNode mapContext() {
        if (parent == null) {
            return null;
        }
        JsonNode own = parent.contextOf(index);
        return own != null ? own : parent.branch().mapContext();
    }

    /// Enters a state and runs it until it waits for something.
    void enter(String name, JsonNode input) {
        State state = graph.state(name);
        long before = previous;
        append(state.type() + "StateEntered", Events.entered(name, input.toString()));
        current = StateRun.of(this, state, input, previous, before, execution.now());
        current.begin();
    }

    /// Leaves the current state; the next one is entered in a step of its own.
    void leave(JsonNode output, Map<String, JsonNode> assigned, @Nullable String next) {
        StateRun run = current();
        String text = output.toString();
        if (bytes(text) > Execution.LARGEST_PAYLOAD) {
            fail(StateFailure.tooLarge(run.state().name()));
            return;
        }
        ObjectNode note = JsonNodeFactory.instance.objectNode();
        if (next != null) {
            note.put("next", next);
        }
        append(
                run.state().type() + "StateExited",
                Events.exited(run.state().name(), text, assigned),
                note);
        assign(assigned);
        current = null;
        proceed(next, output);
    }

    private void assign(Map<String, JsonNode> assigned) {
        variables.putAll(assigned);
        assigned.forEach((name, value) -> ownBytes.put(name, bytes("\"" + name + "\":" + value)));
    }

    /// What the variables of this scope and of those inside it take, in bytes of JSON.
    long variableBytes() {
        return ownBytes.values().stream().mapToLong(Integer::longValue).sum()
                + (current == null ? 0 : current.variableBytes());
    }

    /// What the execution's variables would take if those named were assigned here.
    ///
    /// @param bytes what the assigned ones take
    long variableBytesWith(Set<String> names, long bytes) {
        long replaced = names.stream().mapToLong(name -> ownBytes.getOrDefault(name, 0)).sum();
        return execution.variableBytes() - replaced + bytes;
    }

    private void proceed(@Nullable String next, JsonNode output) {
        if (next != null) {
            execution.later(() -> enter(next, output));
        } else if (parent != null) {
            parent.childDone(this, output);
        } else {
            execution.succeed(output);
        }
    }

    /// The branch fails as a whole.
    void fail(StateFailure failure) {
        if (parent != null) {
            parent.childFailed(this, failure);
        } else {
            execution.fail(failure);
        }
    }

    /// Goes on where the journal ends.
    void restore(Replay replay) {
        BranchReplay own = replay.branch(path);
        assign(own.variables());
        previous = own.previous();
        if (own.failure() != null) {
            fail(own.failure());
        } else if (own.entered() == null) {
            proceed(own.next(), own.input());
        } else {
            State state = graph.state(own.entered().name());
            current =
                    StateRun.of(
                            this,
                            state,
                            own.input(),
                            own.entered().id(),
                            own.entered().before(),
                            own.entered().time());
            current.resume(own.since(), replay);
        }
    }

    /// Hands an answer down to the task that waits for `token`.
    boolean answer(String token, TaskAnswer answer) {
        return current != null && current.answer(token, answer);
    }

    /// Calls off what runs, without events.
    void abort() {
        if (current != null) {
            current.abort();
            current = null;
        }
    }

    /// Calls off what runs because a sibling failed, and says so in the history.
    void abortWithEvents() {
        if (current == null) {
            return;
        }
        StateRun run = current;
        run.abortChildren();
        run.abort();
        current = null;
        if (run.logsAbort()) {
            append(run.state().type() + "StateAborted", Events.NONE);
        }
    }

    /// Whether `run` is what the branch is doing; timers and tasks of a stay that is over ask it.
    boolean isIn(StateRun run) {
        return current == run;
    }

    StateRun current() {
        if (current == null) {
            throw new IllegalStateException("The branch '" + path + "' is in no state");
        }
        return current;
    }

    static int bytes(String text) {
        return text.length() > Execution.LARGEST_PAYLOAD
                ? text.length()
                : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
