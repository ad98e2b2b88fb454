package dev.roadloop.cli.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// The votes on a platform's promotions, over its HTTP API. Who votes is who signs.
public final class ApprovalsClient implements AutoCloseable {

    private final HttpApiClient http;

    /// @param uri of the API
    /// @param who whose votes they are
    public ApprovalsClient(URI uri, AwsCredentialsProvider who) {
        this.http = new HttpApiClient(uri, Optional.of(who));
    }

    /// The requests about a version, the oldest first, with their votes.
    public JsonNode requests(String model, String version) {
        return http.get(path(model, version), Map.of()).body().path("requests");
    }

    /// Votes.
    ///
    /// @param choice `APPROVE` or `REJECT`
    /// @param reason why; may be empty for an approval
    /// @param alias of the promotion; empty for the only one that waits
    /// @param qualification its id; empty for the only one that waits
    /// @return how it stands then
    /// @throws dev.roadloop.domain.CallerException if there is nothing to vote on, or no longer
    public JsonNode vote(
            String model,
            String version,
            String choice,
            String reason,
            String alias,
            String qualification) {
        ObjectNode vote = Json.jackson().createObjectNode().put("choice", choice);
        vote.put("reason", reason).put("alias", alias).put("qualification", qualification);
        return http.post(path(model, version), vote).body();
    }

    private static String path(String model, String version) {
        return "/approvals/" + HttpApiClient.word(model) + "/" + HttpApiClient.word(version);
    }

    @Override
    public void close() {
        http.close();
    }
}
