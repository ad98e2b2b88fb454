package dev.roadloop.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.httpapi.HttpApi;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import java.util.List;

/// Turns the template's HTTP APIs, routes and integrations into their service's configuration.
record HttpApiResources(CloudAssembly assembly) {

    List<HttpApi> apis() {
        return assembly.resources("AWS::ApiGatewayV2::Api").stream()
                .map(api -> new HttpApi(api.ref(), routes(api)))
                .toList();
    }

    private List<HttpApi.Route> routes(CloudResource api) {
        return assembly.resources("AWS::ApiGatewayV2::Route").stream()
                .filter(route -> route.requireText("ApiId").equals(api.ref()))
                .map(route ->
                        HttpApi.Route.of(
                                route.requireText("RouteKey"), function(route), signed(route)))
                .toList();
    }

    private static boolean signed(CloudResource route) {
        String type = route.text("AuthorizationType").orElse("NONE");
        return switch (type) {
            case "NONE" -> false;
            case "AWS_IAM" -> true;
            default ->
                    throw new IllegalStateException(
                            route
                                    + ": the embedded mode knows the authorization types NONE and"
                                    + " AWS_IAM, found "
                                    + type);
        };
    }

    private String function(CloudResource route) {
        String target = route.requireText("Target");
        CloudResource integration =
                assembly.find(
                                "AWS::ApiGatewayV2::Integration",
                                target.substring(target.indexOf('/') + 1))
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        route
                                                + ": its target "
                                                + target
                                                + " is not in the template"));
        JsonNode version = integration.property("PayloadFormatVersion");
        if (!integration.requireText("IntegrationType").equals("AWS_PROXY")
                || !version.asText().equals("2.0")) {
            throw new IllegalStateException(
                    integration
                            + ": the embedded mode serves AWS_PROXY integrations of payload format"
                            + " 2.0, found "
                            + integration.requireText("IntegrationType")
                            + " of "
                            + version);
        }
        return integration.requireText("IntegrationUri");
    }
}
