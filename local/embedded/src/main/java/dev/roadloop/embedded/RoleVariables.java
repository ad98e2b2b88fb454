package dev.roadloop.embedded;

import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.iam.Credentials;
import dev.roadloop.embedded.iam.IdentityAccess;
import java.net.URI;
import java.util.Map;

/// What functions and jobs get to reach the gateway as their roles.
///
/// @param endpoint of the gateway
record RoleVariables(IdentityAccess iam, URI endpoint, String region) implements RoleEnvironment {

    @Override
    public Map<String, String> of(String roleArn) {
        Credentials credentials = iam.credentialsOf(roleArn);
        return Map.of(
                "AWS_REGION",
                region,
                "AWS_DEFAULT_REGION",
                region,
                "AWS_ENDPOINT_URL",
                endpoint.toString(),
                "AWS_ACCESS_KEY_ID",
                credentials.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY",
                credentials.secretAccessKey(),
                "AWS_SESSION_TOKEN",
                credentials.sessionToken());
    }
}
