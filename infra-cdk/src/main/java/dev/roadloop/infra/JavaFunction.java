package dev.roadloop.infra;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/// A Java function on arm64 with SnapStart, traced, logging for three months, whose failed
/// asynchronous calls are kept.
///
/// Callers use [#alias()]: SnapStart works on published versions only, and the alias moves to the
/// new version with each deployment. No concurrency is reserved: a reservation is taken from the
/// whole account (and refused in a new one, whose limit is 10), while the callers are bounded
/// already, the queue by its maximum concurrency and the state machine by its Map.
final class JavaFunction extends Construct {

    private final FunctionSpec spec;
    private final Function function;
    private final Alias alias;

    /// @param failures takes asynchronous calls that failed three times
    JavaFunction(Construct scope, FunctionSpec spec, Path jar, IQueue failures) {
        super(scope, spec.name());
        this.spec = spec;
        LogGroup logs =
                LogGroup.Builder.create(this, "Logs")
                        .retention(RetentionDays.THREE_MONTHS)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
        List<Permission> permissions = new ArrayList<>(spec.permissions());
        permissions.add(
                Permission.on(logs.getLogGroupArn(), "logs:CreateLogStream", "logs:PutLogEvents"));
        permissions.add(Permission.on(failures.getQueueArn(), "sqs:SendMessage"));
        permissions.add(
                Permission.onAnything(
                        "X-Ray has no resources to name.",
                        "xray:PutTraceSegments",
                        "xray:PutTelemetryRecords"));
        this.function =
                Function.Builder.create(this, "Function")
                        .description(spec.description())
                        .runtime(Runtime.JAVA_25)
                        .architecture(Architecture.ARM_64)
                        .handler(spec.handler() + "::handleRequest")
                        .code(Code.fromAsset(jar.toString()))
                        .timeout(spec.timeout())
                        .memorySize(spec.memoryMiB())
                        .environment(spec.environment())
                        .role(
                                new HandWrittenRole(
                                                this, "Access", "lambda.amazonaws.com", permissions)
                                        .role())
                        .logGroup(logs)
                        .tracing(Tracing.ACTIVE)
                        .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                        .build();
        Annotations.of(function)
                .acknowledgeWarning(
                        "@aws-cdk/aws-lambda:snapStartRequirePublish",
                        "The alias publishes every version.");
        this.alias =
                Alias.Builder.create(this, "Live")
                        .aliasName("live")
                        .version(function.getCurrentVersion())
                        .onFailure(new SqsDestination(failures))
                        .maxEventAge(Duration.hours(6))
                        .retryAttempts(2)
                        .build();
    }

    FunctionSpec spec() {
        return spec;
    }

    /// The function itself: what metrics are about.
    Function function() {
        return function;
    }

    /// What is called.
    Alias alias() {
        return alias;
    }
}
