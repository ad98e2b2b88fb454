package dev.roadloop.embedded.iam;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/// An access key pair with its session token, which alone says whose it is.
///
/// @param accessKeyId 20 characters, beginning `ASIA`
/// @param secretAccessKey signs requests
/// @param sessionToken sent with every request
/// @param expiration end of validity
public record Credentials(
        String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration) {

    /// The variables that make an AWS SDK use these credentials against `endpoint`.
    public Map<String, String> environment(String region, URI endpoint) {
        return Map.of(
                "AWS_REGION",
                region,
                "AWS_DEFAULT_REGION",
                region,
                "AWS_ENDPOINT_URL",
                endpoint.toString(),
                "AWS_ACCESS_KEY_ID",
                accessKeyId,
                "AWS_SECRET_ACCESS_KEY",
                secretAccessKey,
                "AWS_SESSION_TOKEN",
                sessionToken);
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + "]";
    }
}
