package dev.roadloop.infra;

import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpIamAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpStage;
import software.amazon.awscdk.services.apigatewayv2.LogGroupLogDestination;
import software.amazon.awscdk.services.apigatewayv2.ThrottleSettings;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/// The HTTP API that MLflow's clients call. Every call is signed by IAM:
/// `MLFLOW_TRACKING_AWS_SIGV4` makes the Python client do so.
final class TrackingApi extends Construct {

    private final HttpApi api;

    TrackingApi(Construct scope, String id, JavaFunction function) {
        super(scope, id);
        this.api =
                HttpApi.Builder.create(this, "Api")
                        .apiName("tracking")
                        .description("Roadloop: experiment tracking for MLflow's clients")
                        .createDefaultStage(false)
                        .build();
        LogGroup log =
                LogGroup.Builder.create(this, "AccessLog")
                        .retention(RetentionDays.THREE_MONTHS)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
        HttpStage.Builder.create(this, "Stage")
                .httpApi(api)
                .autoDeploy(true)
                .throttle(ThrottleSettings.builder().rateLimit(500).burstLimit(1000).build())
                .accessLogSettings(() -> new LogGroupLogDestination(log))
                .build();
        api.addRoutes(
                AddRoutesOptions.builder()
                        .path("/{proxy+}")
                        .methods(List.of(HttpMethod.ANY))
                        .integration(new HttpLambdaIntegration("Tracking", function.alias()))
                        .authorizer(new HttpIamAuthorizer())
                        .build());
    }

    /// Where clients find it, without a slash at its end.
    String endpoint() {
        return api.getApiEndpoint();
    }
}
