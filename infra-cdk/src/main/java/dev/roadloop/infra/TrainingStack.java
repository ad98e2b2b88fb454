package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/// Experiment tracking: HTTP API → Tracking → table and gold bucket.
final class TrainingStack extends Stack {

    /// An HTTP API waits no longer for a function.
    private static final Duration LONGEST_ANSWER = Duration.seconds(29);

    private final JavaFunction tracking;
    private final IQueue undelivered;

    TrainingStack(
            Construct scope, StackProps props, FoundationStack foundation, Artifacts artifacts) {
        super(scope, "RoadloopTraining", props);
        TrackingRuns runs = new TrackingRuns(this, "Runs");
        this.undelivered = new UndeliveredQueue(this, "Undelivered").queue();
        this.tracking =
                new JavaFunction(
                        this, tracking(foundation, runs), artifacts.jar("training"), undelivered);
        // `MLFLOW_TRACKING_AWS_SIGV4` makes MLflow's Python client sign.
        SignedApi api =
                new SignedApi(
                        this,
                        "TrackingApi",
                        "tracking",
                        "experiment tracking for MLflow's clients",
                        tracking);
        CfnOutput.Builder.create(this, "TrackingUri")
                .description("MLFLOW_TRACKING_URI of MLflow's clients")
                .value(api.endpoint())
                .build();
    }

    private static FunctionSpec tracking(FoundationStack foundation, TrackingRuns runs) {
        List<Permission> table =
                List.of(
                        Permission.on(
                                runs.table().getTableArn(),
                                "dynamodb:GetItem",
                                "dynamodb:PutItem",
                                "dynamodb:DeleteItem",
                                "dynamodb:BatchWriteItem",
                                "dynamodb:Query"),
                        Permission.on(runs.indexArn(), "dynamodb:Query"));
        return new FunctionSpec(
                "Tracking",
                "dev.roadloop.training.server.TrackingHandler",
                "Answers MLflow's clients.",
                LONGEST_ANSWER,
                1769,
                Map.of(
                        "POWERTOOLS_SERVICE_NAME",
                        "training",
                        "TRACKING_TABLE",
                        runs.table().getTableName(),
                        "GOLD_BUCKET",
                        foundation.buckets().gold().getBucketName()),
                Permission.all(table, new DriveAccess(foundation).keepArtifacts()));
    }

    /// The one function of the context.
    JavaFunction tracking() {
        return tracking;
    }

    /// Asynchronous calls that failed.
    IQueue undelivered() {
        return undelivered;
    }
}
