package dev.roadloop.infra;

import java.util.Map;
import software.amazon.awscdk.Duration;

/// The function that every `Catch` of a context's machines leads to: it fails the execution so that
/// it can be redriven. The context's jar holds its handler, of `libs/lambda`.
final class FailExecution {

    private FailExecution() {}

    /// @param name such as `FailBuild`: the placeholder in the context's machines
    /// @param context the service that logs are of
    static FunctionSpec spec(String name, String context, FoundationStack foundation) {
        return new FunctionSpec(
                name,
                "dev.roadloop.lambda.FailExecutionHandler",
                "Keeps why a step failed, then fails the execution so that it can be redriven.",
                Duration.minutes(1),
                1024,
                Map.of(
                        "POWERTOOLS_SERVICE_NAME",
                        context,
                        "GOLD_BUCKET",
                        foundation.buckets().gold().getBucketName()),
                new DriveAccess(foundation).keepFailures());
    }
}
