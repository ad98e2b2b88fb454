package dev.roadloop.training.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import java.net.URI;
import java.util.Map;

/// One HTTP response.
public final class Answer {
    private static final String JSON = "application/json";

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final boolean text;

    private Answer(int status, Map<String, String> headers, byte[] body, boolean text) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.text = text;
    }

    /// Done, with nothing to say.
    public static Answer empty() {
        return json(Json.jackson().createObjectNode());
    }

    /// Done.
    public static Answer json(ObjectNode document) {
        return new Answer(200, Map.of("content-type", JSON), Json.bytes(document), true);
    }

    /// Done, with a file.
    public static Answer file(byte[] content, String mediaType) {
        return new Answer(200, Map.of("content-type", mediaType), content.clone(), false);
    }

    /// A word for people and health checks.
    public static Answer word(String text) {
        return new Answer(
                200,
                Map.of("content-type", "text/plain"),
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                true);
    }

    /// To be fetched elsewhere.
    public static Answer elsewhere(URI location) {
        return new Answer(302, Map.of("location", location.toString()), new byte[0], true);
    }

    /// Refused or failed.
    public static Answer error(ErrorCode code, String message) {
        ObjectNode document =
                Json.jackson()
                        .createObjectNode()
                        .put("error_code", code.name())
                        .put("message", message);
        return new Answer(code.status(), Map.of("content-type", JSON), Json.bytes(document), true);
    }

    public int status() {
        return status;
    }

    /// Names in lower case.
    public Map<String, String> headers() {
        return headers;
    }

    /// A copy of the body.
    public byte[] body() {
        return body.clone();
    }

    /// Whether the body is UTF-8.
    public boolean isText() {
        return text;
    }
}
