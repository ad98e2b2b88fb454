package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.asl.ErrorNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state that failed. Thrown inside a state's run and caught by it; carries no stack, since it is
/// ordinary.
final class StateFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String error;
    private final @Nullable String cause;
    private final @Nullable String location;
    private final boolean ofTask;

    private StateFailure(
            @Nullable String error,
            @Nullable String cause,
            @Nullable String location,
            boolean ofTask) {
        super(error + ": " + cause, null, false, false);
        this.error = error;
        this.cause = cause;
        this.location = location;
        this.ofTask = ofTask;
    }

    /// @param error null where a Fail state names none
    static StateFailure of(@Nullable String error, @Nullable String cause) {
        return new StateFailure(error, cause, null, false);
    }

    /// An error from the work of a Task.
    static StateFailure ofTask(@Nullable String error, @Nullable String cause) {
        return new StateFailure(error, cause, null, true);
    }

    /// A field that has no usable value.
    ///
    /// @param location the field within the state, null where AWS names none
    static StateFailure ofQuery(String cause, @Nullable String location) {
        return new StateFailure(ErrorNames.QUERY, cause, location, false);
    }

    static StateFailure tooLarge(String what) {
        return of(
                ErrorNames.DATA_LIMIT,
                "The state/task '%s' returned a result with a size exceeding the maximum number of bytes service limit."
                        .formatted(what));
    }

    static StateFailure tooManyVariables(String state) {
        return of(
                ErrorNames.DATA_LIMIT,
                "The variables that the state '%s' assigns would make those of the execution exceed %d bytes."
                        .formatted(state, Execution.LARGEST_VARIABLES));
    }

    @Nullable String error() {
        return error;
    }

    @Nullable String cause() {
        return cause;
    }

    @Nullable String location() {
        return location;
    }

    /// Whether AWS logs it as `EvaluationFailed`.
    boolean isQuery() {
        return ErrorNames.QUERY.equals(error) && !ofTask;
    }

    boolean matches(List<String> names) {
        return ErrorNames.matches(names, error == null ? "" : error, ofTask);
    }

    /// `$states.errorOutput`.
    ObjectNode errorOutput() {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        if (error != null) {
            output.put("Error", error);
        }
        if (cause != null) {
            output.put("Cause", cause);
        }
        return output;
    }

    /// As a note of the journal.
    ObjectNode toNote() {
        ObjectNode note = JsonNodeFactory.instance.objectNode();
        note.set("failure", errorOutput().put("ofTask", ofTask));
        return note;
    }

    static StateFailure ofNote(JsonNode failure) {
        return new StateFailure(
                failure.path("Error").textValue(),
                failure.path("Cause").textValue(),
                null,
                failure.path("ofTask").booleanValue());
    }
}
