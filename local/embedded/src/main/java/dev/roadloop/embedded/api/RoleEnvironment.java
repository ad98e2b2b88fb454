package dev.roadloop.embedded.api;

import java.util.Map;

/// What a function or job is given, besides the variables of its template, to reach the services of
/// the embedded mode as its role: `AWS_REGION`, `AWS_DEFAULT_REGION`, `AWS_ENDPOINT_URL`,
/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, where the credentials have one,
/// `AWS_SESSION_TOKEN`.
@FunctionalInterface
public interface RoleEnvironment {

    /// The variables for a process that runs as `roleArn`.
    Map<String, String> of(String roleArn);
}
