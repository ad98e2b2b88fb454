package dev.roadloop.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.LogLevel;
import software.amazon.awscdk.services.stepfunctions.LogOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/// The state machine `ingest-drive`. The template carries its file word for word; CloudFormation
/// fills the placeholders in.
final class IngestMachine extends Construct {

    private final StateMachine machine;

    IngestMachine(
            Construct scope,
            String id,
            FoundationStack foundation,
            IngestFunctions functions,
            DriveJobs jobs,
            Path definition) {
        super(scope, id);
        String verifyFile = functions.verifyFile().alias().getFunctionArn();
        String planRedaction = functions.planRedaction().alias().getFunctionArn();
        String holdDrive = functions.holdDrive().alias().getFunctionArn();
        String catalogDrive = functions.catalogDrive().alias().getFunctionArn();
        String quarantineDrive = functions.quarantineDrive().alias().getFunctionArn();
        String recordFailure = functions.recordFailure().alias().getFunctionArn();
        String inspect = jobs.inspect().definition().getJobDefinitionArn();
        String redact = jobs.redact().definition().getJobDefinitionArn();
        String merge = jobs.merge().definition().getJobDefinitionArn();
        String convert = jobs.convert().definition().getJobDefinitionArn();
        String queue = jobs.queue().getJobQueueArn();
        // Given, not made up: the role names the machine, which names the role.
        String name = Stack.of(this).getStackName() + "-IngestDrive";
        DriveAccess access = new DriveAccess(foundation);
        LogGroup logs =
                LogGroup.Builder.create(this, "Logs")
                        .retention(RetentionDays.THREE_MONTHS)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
        List<Permission> permissions = new ArrayList<>(access.announce());
        permissions.addAll(access.readReports());
        permissions.addAll(
                List.of(
                        Permission.on(
                                List.of(
                                        verifyFile,
                                        planRedaction,
                                        holdDrive,
                                        catalogDrive,
                                        quarantineDrive,
                                        recordFailure),
                                "lambda:InvokeFunction"),
                        Permission.on(
                                List.of(inspect, redact, merge, convert, queue), "batch:SubmitJob"),
                        // A distributed Map runs each of its items as an execution of the same
                        // machine.
                        Permission.on(
                                arn("states", "stateMachine", name, ArnFormat.COLON_RESOURCE_NAME),
                                "states:StartExecution"),
                        ofExecutions(name + ":*", ":*"),
                        ofExecutions(name + "/*", "/*"),
                        Permission.on(
                                arn(
                                        "events",
                                        "rule",
                                        "StepFunctionsGetEventsForBatchJobsRule",
                                        ArnFormat.SLASH_RESOURCE_NAME),
                                "events:PutTargets",
                                "events:PutRule",
                                "events:DescribeRule"),
                        new Permission.Wide(
                                List.of("batch:TerminateJob"),
                                arn("batch", "job", "*", ArnFormat.SLASH_RESOURCE_NAME),
                                ":job/*",
                                "A job's id is not known before it is submitted."),
                        Permission.onAnything(
                                "Batch cannot restrict describing to a job.", "batch:DescribeJobs"),
                        Permission.onAnything(
                                "X-Ray has no resources to name.",
                                "xray:PutTraceSegments",
                                "xray:PutTelemetryRecords",
                                "xray:GetSamplingRules",
                                "xray:GetSamplingTargets"),
                        Permission.onAnything(
                                "Log deliveries have no ARN to name.",
                                "logs:CreateLogDelivery",
                                "logs:GetLogDelivery",
                                "logs:UpdateLogDelivery",
                                "logs:DeleteLogDelivery",
                                "logs:ListLogDeliveries",
                                "logs:PutResourcePolicy",
                                "logs:DescribeResourcePolicies",
                                "logs:DescribeLogGroups")));
        this.machine =
                StateMachine.Builder.create(this, "IngestDrive")
                        .stateMachineName(name)
                        .definitionBody(DefinitionBody.fromString(read(definition)))
                        .definitionSubstitutions(
                                Map.ofEntries(
                                        Map.entry("VerifyFile", verifyFile),
                                        Map.entry("PlanRedaction", planRedaction),
                                        Map.entry("HoldDrive", holdDrive),
                                        Map.entry("CatalogDrive", catalogDrive),
                                        Map.entry("QuarantineDrive", quarantineDrive),
                                        Map.entry("RecordFailure", recordFailure),
                                        Map.entry("InspectJob", inspect),
                                        Map.entry("RedactJob", redact),
                                        Map.entry("MergeJob", merge),
                                        Map.entry("ConvertJob", convert),
                                        Map.entry("JobQueue", queue),
                                        Map.entry(
                                                "EventBus",
                                                foundation.events().bus().getEventBusName()),
                                        Map.entry(
                                                "GoldBucket",
                                                foundation.buckets().gold().getBucketName())))
                        .role(
                                new HandWrittenRole(
                                                this, "Access", "states.amazonaws.com", permissions)
                                        .role())
                        .logs(
                                LogOptions.builder()
                                        .destination(logs)
                                        .level(LogLevel.ALL)
                                        .includeExecutionData(true)
                                        .build())
                        .tracingEnabled(true)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
    }

    StateMachine machine() {
        return machine;
    }

    /// Those of a Map's items have the machine's name with the Map's after it.
    private Permission ofExecutions(String pattern, String ending) {
        return new Permission.Wide(
                List.of("states:DescribeExecution", "states:StopExecution"),
                arn("states", "execution", pattern, ArnFormat.COLON_RESOURCE_NAME),
                ending,
                "Step Functions makes up the names of a Map's executions.");
    }

    private String arn(String service, String resource, String name, ArnFormat format) {
        return Stack.of(this)
                .formatArn(
                        ArnComponents.builder()
                                .service(service)
                                .resource(resource)
                                .resourceName(name)
                                .arnFormat(format)
                                .build());
    }

    private static String read(Path definition) {
        try {
            return Files.readString(definition);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read the state machine definition " + definition, e);
        }
    }
}
