package dev.roadloop.embedded.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/// Calls DynamoDB Local by its HTTP port, always with the same key: it gives every key tables of
/// its own otherwise.
final class LocalJsonApi implements AwsApi, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final String authorization;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    LocalJsonApi(URI endpoint, String region) {
        this.endpoint = endpoint;
        this.authorization =
                "AWS4-HMAC-SHA256 Credential=roadloop/20260101/"
                        + region
                        + "/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
    }

    @Override
    public String service() {
        return "dynamodb";
    }

    @Override
    public JsonNode call(Principal caller, String action, JsonNode input) {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint)
                        .header("X-Amz-Target", "DynamoDB_20120810." + action)
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .header("Authorization", authorization)
                        .POST(HttpRequest.BodyPublishers.ofString(input.toString()))
                        .build();
        try {
            HttpResponse<byte[]> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = JSON.readTree(answer.body());
            if (answer.statusCode() == 200) {
                return body;
            }
            String type = body.path("__type").asText("InternalServerError");
            ObjectNode details =
                    body instanceof ObjectNode object
                            ? object
                            : JsonNodeFactory.instance.objectNode();
            String message =
                    body.path("message").asText(body.path("Message").asText(action + " failed"));
            details.remove(List.of("__type", "message", "Message"));
            throw new ApiException(
                    type.substring(type.lastIndexOf('#') + 1),
                    answer.statusCode(),
                    message,
                    details);
        } catch (IOException e) {
            throw new ApiException(
                    "InternalServerError",
                    500,
                    "DynamoDB did not answer " + action + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException("InternalServerError", 500, "DynamoDB is stopping");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
