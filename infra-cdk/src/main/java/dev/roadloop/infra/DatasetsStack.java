package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.events.targets.LambdaFunctionProps;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/// From a batch of labels in the landing bucket to a frozen version of a dataset: S3 event → rule →
/// RegisterLabels → state machine `build-dataset` → functions and a job.
final class DatasetsStack extends Stack {

    private static final Duration MINUTE = Duration.minutes(1);

    private final IQueue undelivered;
    private final WorkflowMachine machine;
    private final JavaFunction failBuild;
    private final List<JavaFunction> functions;

    DatasetsStack(
            Construct scope, StackProps props, FoundationStack foundation, Artifacts artifacts) {
        super(scope, "RoadloopDatasets", props);
        this.undelivered = new UndeliveredQueue(this, "UndeliveredLabels").queue();
        DriveAccess access = new DriveAccess(foundation);
        String landing = foundation.buckets().landing().getBucketName();
        JavaFunction checkBatch =
                function(
                        artifacts,
                        new FunctionSpec(
                                "CheckBatch",
                                "dev.roadloop.datasets.register.CheckBatchHandler",
                                "Tells whether all files of a batch of labels have landed.",
                                MINUTE,
                                1769,
                                environment(Map.of("LANDING_BUCKET", landing)),
                                access.readLabels()));
        JavaFunction catalogVersion =
                function(
                        artifacts,
                        new FunctionSpec(
                                "CatalogVersion",
                                "dev.roadloop.datasets.catalog.CatalogVersionHandler",
                                "Enters a frozen version into the catalog.",
                                MINUTE,
                                1024,
                                environment(
                                        Map.of(
                                                "DRIVES_TABLE",
                                                foundation.catalog().table().getTableName())),
                                List.of(
                                        Permission.on(
                                                foundation.catalog().table().getTableArn(),
                                                "dynamodb:GetItem",
                                                "dynamodb:PutItem"))));
        this.failBuild =
                function(artifacts, FailExecution.spec("FailBuild", "datasets", foundation));
        this.machine =
                new WorkflowMachine(
                        this,
                        "BuildMachine",
                        foundation.fleet(),
                        new WorkflowMachine.Spec(
                                "BuildDataset",
                                artifacts.machine("build-dataset"),
                                List.of(checkBatch, catalogVersion, failBuild),
                                List.of(freezeJob(foundation, access, artifacts)),
                                Map.of(
                                        "EventBus", foundation.events().bus().getEventBusName(),
                                        "GoldBucket", foundation.buckets().gold().getBucketName()),
                                false,
                                Permission.all(access.announce(), access.readReports())));
        String arn = machine.machine().getStateMachineArn();
        JavaFunction registerLabels =
                function(
                        artifacts,
                        new FunctionSpec(
                                "RegisterLabels",
                                "dev.roadloop.datasets.register.RegisterLabelsHandler",
                                "Starts the execution of a batch of labels once its manifest"
                                        + " lands.",
                                MINUTE,
                                1769,
                                environment(
                                        Map.of(
                                                "LANDING_BUCKET", landing,
                                                "BUILD_STATE_MACHINE_ARN", arn)),
                                Permission.all(
                                        access.readLabels(),
                                        List.of(Permission.on(arn, "states:StartExecution")))));
        this.functions = List.of(checkBatch, catalogVersion, failBuild, registerLabels);
        Rule.Builder.create(this, "LabelsLanded")
                .description("Manifests of batches of labels, each to be built into a dataset")
                .eventPattern(
                        CreatedObjects.of(foundation.buckets().landing(), "labels/*/manifest.json"))
                .targets(
                        List.of(
                                new LambdaFunction(
                                        registerLabels.alias(),
                                        LambdaFunctionProps.builder()
                                                .deadLetterQueue(undelivered)
                                                .build())))
                .build();
        CfnOutput.Builder.create(this, "BuildDataset")
                .description("The state machine whose executions are batches of labels")
                .value(arn)
                .build();
    }

    WorkflowMachine machine() {
        return machine;
    }

    /// All functions of the context.
    List<JavaFunction> functions() {
        return functions;
    }

    /// The one function that fails on purpose, to fail its execution.
    JavaFunction failBuild() {
        return failBuild;
    }

    /// Events that no rule could deliver and asynchronous calls that failed.
    IQueue undelivered() {
        return undelivered;
    }

    /// Three attempts fit into the four hours that the state machine waits for it.
    private JavaJob freezeJob(FoundationStack foundation, DriveAccess access, Artifacts artifacts) {
        DriveBuckets buckets = foundation.buckets();
        return new JavaJob(
                this,
                new JavaJob.Spec(
                        "FreezeJob",
                        JavaJob.Machine.X86_64,
                        artifacts.image("freeze"),
                        4,
                        16,
                        200,
                        Duration.minutes(75),
                        Map.of(
                                "LANDING_BUCKET", buckets.landing().getBucketName(),
                                "SILVER_BUCKET", buckets.silver().getBucketName(),
                                "GOLD_BUCKET", buckets.gold().getBucketName(),
                                "GOLDEN_BUCKET", buckets.golden().getBucketName()),
                        Permission.all(
                                access.readLabels(),
                                access.readFrames(),
                                access.keepDatasets(),
                                access.writeReports()),
                        3));
    }

    private JavaFunction function(Artifacts artifacts, FunctionSpec spec) {
        return new JavaFunction(this, spec, artifacts.jar("datasets"), undelivered);
    }

    private static Map<String, String> environment(Map<String, String> own) {
        Map<String, String> all = new TreeMap<>(own);
        all.put("POWERTOOLS_SERVICE_NAME", "datasets");
        return all;
    }
}
