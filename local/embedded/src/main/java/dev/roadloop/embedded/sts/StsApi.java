package dev.roadloop.embedded.sts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.iam.Credentials;
import dev.roadloop.embedded.iam.IdentityAccess;
import java.time.Duration;

/// `GetCallerIdentity` and `AssumeRole`. Trust policies are not evaluated: a caller allowed
/// `sts:AssumeRole` may assume.
public final class StsApi implements AwsApi {

    private static final Duration SHORTEST = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofHours(12);

    private final IdentityAccess iam;

    public StsApi(IdentityAccess iam) {
        this.iam = iam;
    }

    @Override
    public String service() {
        return "sts";
    }

    @Override
    public JsonNode call(Principal caller, String action, JsonNode input) {
        return switch (action) {
            case "GetCallerIdentity" -> callerIdentity(caller);
            case "AssumeRole" -> assumeRole(input);
            default ->
                    throw new ApiException(
                            "InvalidAction",
                            400,
                            "STS's "
                                    + action
                                    + " is not served here; GetCallerIdentity and AssumeRole are");
        };
    }

    private static ObjectNode callerIdentity(Principal caller) {
        String account = caller.arn().split(":", 6)[4];
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (caller.isOwner()) {
            return result.put("UserId", account).put("Account", account).put("Arn", caller.arn());
        }
        String role = caller.arn().substring(caller.arn().lastIndexOf('/') + 1);
        return result.put("UserId", role + ":roadloop")
                .put("Account", account)
                .put("Arn", assumed(account, role, "roadloop"));
    }

    private ObjectNode assumeRole(JsonNode input) {
        String arn = input.path("RoleArn").asText("");
        String session = input.path("RoleSessionName").asText("");
        if (!session.matches("[\\w+=,.@-]{2,64}")) {
            throw new ApiException(
                    "ValidationError",
                    400,
                    "RoleSessionName: expected 2 to 64 letters, digits or +=,.@-_, found '"
                            + session
                            + "'");
        }
        Duration lifetime = Duration.ofSeconds(input.path("DurationSeconds").asLong(3600));
        if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new ApiException(
                    "ValidationError",
                    400,
                    "DurationSeconds: expected 900 to 43200, found " + lifetime.toSeconds());
        }
        Credentials issued = iam.assume(arn, session, lifetime);
        String role = arn.substring(arn.lastIndexOf('/') + 1);
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putObject("Credentials")
                .put("AccessKeyId", issued.accessKeyId())
                .put("SecretAccessKey", issued.secretAccessKey())
                .put("SessionToken", issued.sessionToken())
                .put("Expiration", issued.expiration().toString());
        result.putObject("AssumedRoleUser")
                .put("AssumedRoleId", role + ":" + session)
                .put("Arn", assumed(arn.split(":", 6)[4], role, session));
        return result;
    }

    private static String assumed(String account, String role, String session) {
        return "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + session;
    }
}
