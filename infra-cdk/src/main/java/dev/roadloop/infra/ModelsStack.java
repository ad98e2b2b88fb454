package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine;
import software.constructs.Construct;

/// From a registered model version to an alias that leads to it: state machine `qualify-model` →
/// evaluation job → gate → people's votes, by an HTTP API → alias. A training that finished starts
/// it, too, where the model's policy says so.
final class ModelsStack extends Stack {

    /// Three attempts fit into the twelve hours that the state machine waits for the job.
    private static final Duration ATTEMPT = Duration.hours(4);

    private final IQueue undelivered;
    private final ModelsFunctions functions;
    private final WorkflowMachine machine;
    private final QualificationStart start;

    ModelsStack(
            Construct scope,
            StackProps props,
            FoundationStack foundation,
            TrainingStack training,
            Artifacts artifacts) {
        super(scope, "RoadloopModels", props);
        this.undelivered = new UndeliveredQueue(this, "Undelivered").queue();
        this.functions =
                new ModelsFunctions(
                        this, "Functions", foundation, artifacts.jar("models"), undelivered);
        JavaJob evaluate = new JavaJob(this, evaluate(foundation, artifacts));
        this.machine =
                new WorkflowMachine(
                        this,
                        "Machine",
                        foundation.fleet(),
                        new WorkflowMachine.Spec(
                                "QualifyModel",
                                artifacts.machine("qualify-model"),
                                List.of(
                                        training.tracking(),
                                        training.registerVersion(),
                                        functions.begin(),
                                        functions.decide(),
                                        functions.openApproval(),
                                        functions.concludeApproval(),
                                        functions.fail()),
                                List.of(evaluate),
                                Map.of("EventBus", foundation.events().bus().getEventBusName()),
                                false,
                                new DriveAccess(foundation).announce()));
        allowTimeoutByExpression(machine);
        this.start =
                new QualificationStart(
                        this, "Start", foundation, artifacts.jar("models"), machine, undelivered);
        SignedApi api =
                new SignedApi(
                        this,
                        "ApprovalsApi",
                        "approvals",
                        "people's votes on promotions",
                        functions.approvals());
        output(
                "QualifyModel",
                "The state machine that leads model versions to an alias",
                machine.machine().getStateMachineArn());
        output("ApprovalsUri", "Where promotions are approved and rejected", api.endpoint());
    }

    /// How long votes are waited for is said by who starts the machine. Step Functions takes a
    /// JSONata expression there; cfn-lint's schema of machines knows numbers only.
    private static void allowTimeoutByExpression(WorkflowMachine machine) {
        if (machine.machine().getNode().getDefaultChild() instanceof CfnStateMachine resource) {
            resource.addMetadata(
                    "cfn-lint", Map.of("config", Map.of("ignore_checks", List.of("E3601"))));
        }
    }

    private void output(String id, String description, String value) {
        CfnOutput.Builder.create(this, id).description(description).value(value).build();
    }

    private static JavaJob.Spec evaluate(FoundationStack foundation, Artifacts artifacts) {
        DriveAccess access = new DriveAccess(foundation);
        ZoneAccess gold = access.gold();
        return new JavaJob.Spec(
                "EvaluateJob",
                JavaJob.Machine.X86_64,
                artifacts.image("evaluate"),
                8,
                32,
                200,
                ATTEMPT,
                Map.of(
                        "GOLD_BUCKET",
                        foundation.buckets().gold().getBucketName(),
                        "GOLDEN_BUCKET",
                        foundation.buckets().golden().getBucketName(),
                        "REPORT_KEY_ID",
                        foundation.keys().reportSigning().getKeyArn()),
                Permission.all(
                        gold.keep("qualifications/"),
                        gold.read("models/"),
                        access.readJudged(),
                        gold.write("evidence/"),
                        access.signReports()),
                3);
    }

    /// All functions of the context.
    List<JavaFunction> functions() {
        return Stream.concat(functions.list().stream(), Stream.of(start.function())).toList();
    }

    /// The one function that fails on purpose, to fail its execution.
    JavaFunction fail() {
        return functions.fail();
    }

    WorkflowMachine machine() {
        return machine;
    }

    /// Events that could not be delivered and asynchronous calls that failed.
    IQueue undelivered() {
        return undelivered;
    }
}
