package dev.roadloop.embedded.stepfunctions.asl;

import java.util.List;
import java.util.Set;

/// The error names that Step Functions reserves, and how `ErrorEquals` matches them. See AWS,
/// "Handling errors in Step Functions workflows".
public final class ErrorNames {

    public static final String ALL = "States.ALL";
    public static final String TASK_FAILED = "States.TaskFailed";
    public static final String TIMEOUT = "States.Timeout";
    public static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
    public static final String RUNTIME = "States.Runtime";
    public static final String DATA_LIMIT = "States.DataLimitExceeded";
    public static final String QUERY = "States.QueryEvaluationError";
    public static final String NO_CHOICE = "States.NoChoiceMatched";
    public static final String BRANCH_FAILED = "States.BranchFailed";
    public static final String TOLERANCE = "States.ExceedToleratedFailureThreshold";
    public static final String ITEM_READER = "States.ItemReaderFailed";
    public static final String RESULT_WRITER = "States.ResultWriterFailed";
    public static final String PERMISSIONS = "States.Permissions";

    /// Every reserved name.
    static final Set<String> RESERVED =
            Set.of(
                    ALL,
                    TASK_FAILED,
                    TIMEOUT,
                    HEARTBEAT_TIMEOUT,
                    RUNTIME,
                    DATA_LIMIT,
                    QUERY,
                    NO_CHOICE,
                    BRANCH_FAILED,
                    TOLERANCE,
                    ITEM_READER,
                    RESULT_WRITER,
                    PERMISSIONS,
                    "States.IntrinsicFailure",
                    "States.ParameterPathFailure",
                    "States.ResultPathMatchFailure",
                    "States.Http.Socket");

    private ErrorNames() {}

    /// Whether a Retry or Catch for `names` answers `error`. `States.ALL` leaves out the two
    /// terminal errors; `States.TaskFailed` is any error of a task but a timeout; `States.Timeout`
    /// includes a missed heartbeat.
    ///
    /// @param ofTask whether the error comes from the work of a Task, rather than from the
    ///   interpreter
    public static boolean matches(List<String> names, String error, boolean ofTask) {
        if (names.contains(error)) {
            return true;
        }
        if (names.contains(ALL) && !error.equals(DATA_LIMIT) && !error.equals(RUNTIME)) {
            return true;
        }
        boolean timeout = error.equals(TIMEOUT) || error.equals(HEARTBEAT_TIMEOUT);
        return (timeout && names.contains(TIMEOUT))
                || (ofTask && !timeout && names.contains(TASK_FAILED));
    }
}
