package dev.roadloop.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.events.targets.LambdaFunctionProps;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/// From a training that finished to a qualification: rule of the bus → StartQualification → state
/// machine. Only events of this account count, and of those what the jobs of the training left in
/// the gold bucket.
final class QualificationStart extends Construct {

    private final JavaFunction function;

    QualificationStart(
            Construct scope,
            String id,
            FoundationStack foundation,
            Path jar,
            WorkflowMachine machine,
            IQueue undelivered) {
        super(scope, id);
        DriveAccess access = new DriveAccess(foundation);
        String arn = machine.machine().getStateMachineArn();
        this.function =
                new JavaFunction(
                        this,
                        new FunctionSpec(
                                "StartQualification",
                                "dev.roadloop.models.start.StartQualificationHandler",
                                "Starts the qualification of a model whose training finished, where"
                                        + " the model's policy says so.",
                                Duration.minutes(1),
                                1769,
                                Map.of(
                                        "GOLD_BUCKET",
                                        foundation.buckets().gold().getBucketName(),
                                        "QUALIFY_STATE_MACHINE_ARN",
                                        arn,
                                        "POWERTOOLS_SERVICE_NAME",
                                        "models"),
                                Permission.all(
                                        access.readPolicies(),
                                        access.readRuns(),
                                        List.of(Permission.on(arn, "states:StartExecution")))),
                        jar,
                        undelivered);
        Rule.Builder.create(this, "TrainingFinished")
                .description("Trainings that made a model, which its policy may have qualified")
                .eventBus(foundation.events().bus())
                .eventPattern(
                        EventPattern.builder()
                                .account(List.of(Aws.ACCOUNT_ID))
                                .source(List.of("roadloop.training"))
                                .detailType(List.of("TrainingFinished"))
                                .build())
                .targets(
                        List.of(
                                new LambdaFunction(
                                        function.alias(),
                                        LambdaFunctionProps.builder()
                                                .deadLetterQueue(undelivered)
                                                .build())))
                .build();
    }

    JavaFunction function() {
        return function;
    }
}
