package dev.roadloop.infra;

import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/// ARNs, in the account and region of a stack, of what no template declares: services make it.
final class Arns {

    private Arns() {}

    /// One that ends with `resource/name`.
    static String slash(Construct within, String service, String resource, String name) {
        return arn(within, service, resource, name, ArnFormat.SLASH_RESOURCE_NAME);
    }

    /// One that ends with `resource:name`.
    static String colon(Construct within, String service, String resource, String name) {
        return arn(within, service, resource, name, ArnFormat.COLON_RESOURCE_NAME);
    }

    private static String arn(
            Construct within, String service, String resource, String name, ArnFormat format) {
        return Stack.of(within)
                .formatArn(
                        ArnComponents.builder()
                                .service(service)
                                .resource(resource)
                                .resourceName(name)
                                .arnFormat(format)
                                .build());
    }
}
