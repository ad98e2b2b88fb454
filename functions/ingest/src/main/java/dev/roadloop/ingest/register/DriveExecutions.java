package dev.roadloop.ingest.register;

import dev.roadloop.aws.AwsFailures;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/// Executions of the ingest-drive machine, one per attempt at a drive.
final class DriveExecutions {
    private final SfnClient stepFunctions;
    private final String machineArn;

    DriveExecutions(SfnClient stepFunctions, String machineArn) {
        this.stepFunctions = stepFunctions;
        this.machineArn = machineArn;
    }

    /// The machine's input.
    record Input(DriveId driveId, CorrelationId correlationId, int attempt, int fileCount) {}

    /// Starts the execution of a drive's attempt, unless it was started before.
    void start(DriveRecord record) {
        String name =
                record.attempt() == 1
                        ? record.driveId().toString()
                        : record.driveId() + "-" + record.attempt();
        Input input =
                new Input(
                        record.driveId(),
                        record.correlationId(),
                        record.attempt(),
                        record.files().size());
        try {
            stepFunctions.startExecution(request ->
                    request.stateMachineArn(machineArn).name(name).input(Json.text(input)));
        } catch (ExecutionAlreadyExistsException startedBefore) {
            // The name is the idempotency key: an execution of that name is this one, running or
            // closed.
            return;
        } catch (SdkException e) {
            throw AwsFailures.translated("starting execution " + name + " of " + machineArn, e);
        }
    }
}
