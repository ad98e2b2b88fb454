package dev.roadloop.aws;

import dev.roadloop.domain.TransientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/// A state machine whose executions' names are what makes them one: whatever is asked for twice is
/// started once.
public final class StateMachine {
    private final SfnClient stepFunctions;
    private final String arn;

    public StateMachine(SfnClient stepFunctions, String arn) {
        this.stepFunctions = stepFunctions;
        this.arn = arn;
    }

    /// Starts the execution `name`, unless there is one of that name, running or closed.
    ///
    /// @param input JSON
    /// @return false when there was one
    /// @throws TransientException when the service did not answer
    public boolean startOnce(String name, String input) {
        try {
            stepFunctions.startExecution(
                    request -> request.stateMachineArn(arn).name(name).input(input));
            return true;
        } catch (ExecutionAlreadyExistsException e) {
            return false;
        } catch (SdkException e) {
            throw AwsFailures.translated("starting execution " + name + " of " + arn, e);
        }
    }
}
