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

/// An HTTP API before one function, every call to which is signed by IAM: the function is told who
/// calls.
final class SignedApi extends Construct {

    private final HttpApi api;

    /// @param name such as `tracking`
    /// @param description one sentence for the console
    SignedApi(Construct scope, String id, String name, String description, JavaFunction function) {
        super(scope, id);
        this.api =
                HttpApi.Builder.create(this, "Api")
                        .apiName(name)
                        .description("Roadloop: " + description)
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
                        .integration(
                                new HttpLambdaIntegration(function.spec().name(), function.alias()))
                        .authorizer(new HttpIamAuthorizer())
                        .build());
    }

    /// Where clients find it, without a slash at its end.
    String endpoint() {
        return api.getApiEndpoint();
    }
}
