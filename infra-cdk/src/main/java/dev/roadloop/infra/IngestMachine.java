package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import software.constructs.Construct;

/// The state machine `ingest-drive`.
final class IngestMachine {

    private IngestMachine() {}

    static WorkflowMachine in(
            Construct scope,
            FoundationStack foundation,
            IngestFunctions functions,
            DriveJobs jobs,
            Artifacts artifacts) {
        DriveAccess access = new DriveAccess(foundation);
        return new WorkflowMachine(
                scope,
                "Machine",
                foundation.fleet(),
                new WorkflowMachine.Spec(
                        "IngestDrive",
                        artifacts.machine("ingest-drive"),
                        List.of(
                                functions.verifyFile(),
                                functions.planRedaction(),
                                functions.holdDrive(),
                                functions.catalogDrive(),
                                functions.quarantineDrive(),
                                functions.recordFailure()),
                        List.of(jobs.inspect(), jobs.redact(), jobs.merge(), jobs.convert()),
                        Map.of(
                                "EventBus", foundation.events().bus().getEventBusName(),
                                "GoldBucket", foundation.buckets().gold().getBucketName()),
                        true,
                        Permission.all(access.announce(), access.readReports())));
    }
}
