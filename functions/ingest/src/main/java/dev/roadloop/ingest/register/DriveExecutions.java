package dev.roadloop.ingest.register;

import dev.roadloop.aws.StateMachine;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;

/// Executions of the ingest-drive machine, one per attempt at a drive.
final class DriveExecutions {
    private final StateMachine ingestDrive;

    DriveExecutions(StateMachine ingestDrive) {
        this.ingestDrive = ingestDrive;
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
        ingestDrive.startOnce(name, Json.text(input));
    }
}
