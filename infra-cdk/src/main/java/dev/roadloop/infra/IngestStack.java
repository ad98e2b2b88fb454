package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.events.EventField;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.SqsQueue;
import software.amazon.awscdk.services.events.targets.SqsQueueProps;
import software.constructs.Construct;

/// From a recording in the landing bucket to a catalogued drive: S3 event → rule → queue →
/// RegisterDrive → state machine `ingest-drive` → functions and jobs.
final class IngestStack extends Stack {

    private final IngestQueues queues;
    private final WorkflowMachine machine;
    private final List<JavaFunction> functions;
    private final JavaFunction recordFailure;
    private final DriveJobs jobs;

    IngestStack(
            Construct scope, StackProps props, FoundationStack foundation, Artifacts artifacts) {
        super(scope, "RoadloopIngest", props);
        this.queues = new IngestQueues(this, "Queues", IngestFunctions.REGISTER_TIMEOUT);
        IngestFunctions made =
                new IngestFunctions(
                        this,
                        "Functions",
                        foundation,
                        artifacts.jar("ingest"),
                        queues.undelivered());
        this.jobs = new DriveJobs(this, "Jobs", foundation, artifacts);
        this.machine = IngestMachine.in(this, foundation, made, jobs, artifacts);
        JavaFunction registerDrive =
                made.addRegisterDrive(
                        queues.landingObjects(), machine.machine().getStateMachineArn());
        this.recordFailure = made.recordFailure();
        this.functions =
                List.of(
                        registerDrive,
                        made.verifyFile(),
                        made.planRedaction(),
                        made.holdDrive(),
                        made.catalogDrive(),
                        made.quarantineDrive(),
                        made.recordFailure(),
                        made.rebuildCatalog());
        new SignalTables(this, "Signals", foundation);
        CfnOutput.Builder.create(this, "IngestDrive")
                .description("The state machine whose executions are drives")
                .value(machine.machine().getStateMachineArn())
                .build();
        Rule.Builder.create(this, "LandingObjectCreated")
                .description("Objects of drives in the landing bucket, to be registered")
                .eventPattern(CreatedObjects.of(foundation.buckets().landing(), "drives/*"))
                .targets(
                        List.of(
                                new SqsQueue(
                                        queues.landingObjects(),
                                        SqsQueueProps.builder()
                                                .deadLetterQueue(queues.undelivered())
                                                .build())))
                .build();
        Rule.Builder.create(this, "SweepUploads")
                .description(
                        "Hourly: uploads whose declared files did not arrive in time go to"
                                + " quarantine")
                .schedule(Schedule.rate(Duration.hours(1)))
                .targets(
                        List.of(
                                new SqsQueue(
                                        queues.landingObjects(),
                                        SqsQueueProps.builder()
                                                .message(
                                                        RuleTargetInput.fromObject(
                                                                Map.of(
                                                                        "detail-type",
                                                                        "Sweep Uploads",
                                                                        "id",
                                                                        EventField.getEventId())))
                                                .deadLetterQueue(queues.undelivered())
                                                .build())))
                .build();
    }

    IngestQueues queues() {
        return queues;
    }

    WorkflowMachine machine() {
        return machine;
    }

    /// All functions of the context.
    List<JavaFunction> functions() {
        return functions;
    }

    /// The one function that fails on purpose, to fail its execution.
    JavaFunction recordFailure() {
        return recordFailure;
    }

    DriveJobs jobs() {
        return jobs;
    }
}
