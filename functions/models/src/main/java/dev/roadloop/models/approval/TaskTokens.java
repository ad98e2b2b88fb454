package dev.roadloop.models.approval;

import dev.roadloop.aws.AwsFailures;
import dev.roadloop.contracts.Json;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/// Tells waiting executions that people have decided. What they decided is in the table: an
/// execution that no longer waits, because it was told before or ran out of time, needs no word.
final class TaskTokens {
    private final SfnClient states;

    /// @param states the client; stays the caller's
    TaskTokens(SfnClient states) {
        this.states = states;
    }

    /// Wakes the execution of a request that waits no longer.
    ///
    /// @return whether it waited
    boolean wake(ApprovalRequest request) {
        try {
            states.sendTaskSuccess(send ->
                    send.taskToken(request.token())
                            .output(Json.text(Map.of("state", request.state().name()))));
            return true;
        } catch (TaskTimedOutException | TaskDoesNotExistException | InvalidTokenException e) {
            return false;
        } catch (SdkException e) {
            throw AwsFailures.translated(
                    "waking the qualification " + request.id() + " by its task token", e);
        }
    }
}
