package dev.roadloop.models.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.models.approval.CastVote.Result;
import dev.roadloop.models.bundle.ApprovalRecord.Choice;
import dev.roadloop.models.bundle.ApprovalRecord.Vote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The HTTP API of approvals: `GET /approvals/<model>/<version>` tells how they stand, `POST` to
/// the same path votes, by
/// `{"choice":"APPROVE|REJECT","reason":"…","alias":"…","qualification":"…"}`; the last two say
/// which, where more than one waits. Who votes is who signed the call, as IAM says; no field can
/// say otherwise.
final class ApprovalApi {
    private static final Pattern PATH =
            Pattern.compile("/approvals/([A-Za-z0-9][A-Za-z0-9._-]{0,99})/([1-9][0-9]{0,8})");
    private static final int LONGEST_REASON = 2000;
    private static final int MOST_BYTES = 16 << 10;

    private final ApprovalStore store;
    private final CastVote votes;

    ApprovalApi(ApprovalStore store, CastVote votes) {
        this.store = store;
        this.votes = votes;
    }

    /// An answer.
    record Answer(int status, ObjectNode body) {}

    /// Answers a call.
    ///
    /// @param event of an HTTP API, payload format 2.0
    Answer answer(JsonNode event) {
        String path = event.path("rawPath").asText();
        Matcher named = PATH.matcher(path);
        if (!named.matches()) {
            return refused(
                    404, "NOT_FOUND", "expected /approvals/<model>/<version>, found " + path);
        }
        String model = named.group(1);
        String version = named.group(2);
        String method = event.at("/requestContext/http/method").asText();
        if (method.equals("GET")) {
            return standing(model, version);
        }
        if (!method.equals("POST")) {
            return refused(405, "METHOD_NOT_ALLOWED", "expected GET or POST, found " + method);
        }
        String caller = event.at("/requestContext/authorizer/iam/userArn").asText("");
        if (caller.isBlank()) {
            return refused(
                    403,
                    "NO_IDENTITY",
                    "the call is not signed by an IAM identity; sign it, as roadloop approve does");
        }
        return vote(model, version, caller, event);
    }

    private Answer standing(String model, String version) {
        ObjectNode body = Json.jackson().createObjectNode();
        ArrayNode requests = body.putArray("requests");
        for (ApprovalRequest request : store.requests(model, version)) {
            requests.add(described(request, store.votes(request)));
        }
        return new Answer(200, body);
    }

    private Answer vote(String model, String version, String caller, JsonNode event) {
        Optional<JsonNode> body = body(event);
        Choice choice = null;
        for (Choice each : Choice.values()) {
            if (body.isPresent() && body.get().path("choice").asText().equals(each.name())) {
                choice = each;
            }
        }
        if (body.isEmpty() || choice == null) {
            return refused(
                    400,
                    "BAD_VOTE",
                    "expected {\"choice\":\"APPROVE\"} or"
                            + " {\"choice\":\"REJECT\",\"reason\":\"…\"}");
        }
        String reason = body.get().path("reason").asText("").strip();
        if (reason.length() > LONGEST_REASON || choice == Choice.REJECT && reason.isEmpty()) {
            return refused(
                    400,
                    "BAD_REASON",
                    "reason: expected up to "
                            + LONGEST_REASON
                            + " characters, and at least one to reject; found "
                            + reason.length());
        }
        return told(
                votes.cast(
                        model,
                        version,
                        said(body.get(), "alias"),
                        said(body.get(), "qualification"),
                        caller,
                        choice,
                        reason),
                model + " " + version);
    }

    private static @Nullable String said(JsonNode body, String field) {
        String text = body.path(field).asText("");
        return text.isEmpty() ? null : text;
    }

    private static Answer told(Result result, String what) {
        ApprovalRequest request = result.request();
        return switch (result.taking()) {
            case COUNTED, COUNTED_BEFORE -> {
                ObjectNode body = described(request, result.votes());
                body.put("taking", result.taking().name());
                yield new Answer(200, body);
            }
            case TOO_LATE ->
                    refused(
                            409,
                            request == null ? "TOO_LATE" : request.state().name(),
                            what
                                    + " waits for votes no longer, it is "
                                    + (request == null ? "gone" : request.state())
                                    + "; this vote changes nothing");
            case NOTHING_TO_VOTE_ON ->
                    refused(
                            404,
                            "NOTHING_TO_VOTE_ON",
                            what + " has no promotion that waits for votes; qualify it first");
            case WHICH_PROMOTION ->
                    refused(
                            409,
                            "WHICH_PROMOTION",
                            what
                                    + " waits for votes in more than one qualification; say which"
                                    + " alias, or which qualification");
        };
    }

    private static ObjectNode described(@Nullable ApprovalRequest request, List<Vote> votes) {
        ObjectNode body = Json.jackson().createObjectNode();
        if (request != null) {
            body.put("qualification", request.id())
                    .put("model", request.model())
                    .put("version", request.version())
                    .put("alias", request.alias())
                    .put("state", request.state().name())
                    .put("required", request.required())
                    .put("sha256", request.sha256().hex())
                    .put("bundle", request.bundle())
                    .put("openedAt", request.openedAt().toString());
        }
        body.set("votes", Json.jackson().valueToTree(votes));
        return body;
    }

    private static Optional<JsonNode> body(JsonNode event) {
        String text = event.path("body").asText("");
        byte[] bytes =
                event.path("isBase64Encoded").asBoolean()
                        ? Base64.getDecoder().decode(text)
                        : text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) {
            return Optional.empty();
        }
        try {
            JsonNode tree = Json.jackson().readTree(bytes);
            return tree.isObject() ? Optional.of(tree) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Answer refused(int status, String error, String message) {
        return new Answer(
                status,
                Json.jackson().createObjectNode().put("error", error).put("message", message));
    }
}
