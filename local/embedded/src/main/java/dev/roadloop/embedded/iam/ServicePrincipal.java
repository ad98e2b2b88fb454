package dev.roadloop.embedded.iam;

import dev.roadloop.embedded.api.Principal;

/// An AWS service that acts by itself, such as EventBridge sending to a queue: only what the
/// resource's own policy allows it, it may do.
public final class ServicePrincipal {

    private static final char SOURCE_SEPARATOR = '/';

    private ServicePrincipal() {}

    /// @param service such as `events.amazonaws.com`
    /// @param sourceArn what makes the service act, such as a rule's ARN: the condition key
    ///   `aws:SourceArn`
    public static Principal of(String service, String sourceArn) {
        return new Principal(service + SOURCE_SEPARATOR + sourceArn);
    }

    static boolean matches(Principal principal) {
        return !principal.arn().startsWith("arn:");
    }

    static String service(Principal principal) {
        int separator = principal.arn().indexOf(SOURCE_SEPARATOR);
        return separator < 0 ? principal.arn() : principal.arn().substring(0, separator);
    }

    static String sourceArn(Principal principal) {
        int separator = principal.arn().indexOf(SOURCE_SEPARATOR);
        return separator < 0 ? "" : principal.arn().substring(separator + 1);
    }
}
