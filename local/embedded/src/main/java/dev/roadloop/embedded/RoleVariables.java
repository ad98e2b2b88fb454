package dev.roadloop.embedded;

import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.iam.IdentityAccess;
import java.net.URI;
import java.util.Map;

/// What functions and jobs get to reach the gateway as their roles.
///
/// @param endpoint of the gateway
record RoleVariables(IdentityAccess iam, URI endpoint, String region) implements RoleEnvironment {

    @Override
    public Map<String, String> of(String roleArn) {
        return iam.credentialsOf(roleArn).environment(region, endpoint);
    }
}
