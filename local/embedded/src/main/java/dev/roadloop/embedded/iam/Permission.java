package dev.roadloop.embedded.iam;

import java.util.Map;

/// One action on one resource, that a call needs to be allowed.
///
/// @param action such as `s3:GetObject`
/// @param resource ARN; `*` where AWS knows no resource for the action; [#ANY_RESOURCE] where it
///   cannot be known here
/// @param context further condition keys, such as `s3:prefix`
public record Permission(String action, String resource, Map<String, String> context) {

    /// Stands for a resource that the request does not name, such as the machine behind a task
    /// token: a policy that allows the action on any resource is enough.
    public static final String ANY_RESOURCE = "";

    public Permission {
        if (action.indexOf(':') < 1) {
            throw new IllegalArgumentException(
                    "IAM action: expected service:Action, found '" + action + "'");
        }
        context = Map.copyOf(context);
    }

    /// A permission without further condition keys.
    public static Permission of(String action, String resource) {
        return new Permission(action, resource, Map.of());
    }

    /// The service prefix, such as `s3`.
    public String service() {
        return action.substring(0, action.indexOf(':'));
    }
}
