package dev.roadloop.cli.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// The registered models of a platform's tracking server, over its HTTP API: the same that MLflow's
/// clients use.
public final class TrackingRegistry implements AutoCloseable {

    /// The tag by which a version says which model it is.
    public static final String DIGEST = "roadloop.sha256";

    private static final String MLFLOW = "/api/2.0/mlflow/";
    private static final String OWN = "/api/2.0/roadloop/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_BYTES = 8 << 20;

    private final Platform platform;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    /// @param platform stays the caller's
    public TrackingRegistry(Platform platform) {
        this.platform = platform;
    }

    /// A version of a model.
    ///
    /// @param number such as `3`
    /// @param digest SHA-256 of the model that it is; empty if nobody said
    public record Version(String number, String digest) {}

    /// A version.
    ///
    /// @throws CallerException if there is none
    public Version version(String model, String number) {
        return version(
                send("GET", MLFLOW + "model-versions/get", Map.of("name", model, "version", number))
                        .body());
    }

    /// The version that an alias leads to; empty if there is no such alias.
    public Optional<Version> aliased(String model, String alias) {
        Answer answer =
                send(
                        "GET",
                        MLFLOW + "registered-models/alias",
                        Map.of("name", model, "alias", alias));
        // MLflow says so of an alias that is not there.
        return answer.error().equals("INVALID_PARAMETER_VALUE")
                ? Optional.empty()
                : Optional.of(version(answer.body()));
    }

    /// Says which model a version is.
    public void tell(String model, String number, String digest) {
        send(
                        "POST",
                        MLFLOW + "model-versions/set-tag",
                        Map.of("name", model, "version", number, "key", DIGEST, "value", digest))
                .body();
    }

    /// Leads an alias to a version, if it still leads where it is expected to.
    ///
    /// @param expected the version now; empty if there is no such alias
    /// @param evidence SHA-256 of the signed decision
    /// @throws CallerException if another was first
    public void promote(
            String model, String alias, Optional<String> expected, String number, String evidence) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("name", model);
        fields.put("alias", alias);
        fields.put("version", number);
        fields.put("evidence", evidence);
        fields.put("user", System.getProperty("user.name", ""));
        expected.ifPresent(version -> fields.put("expected_version", version));
        send("POST", OWN + "aliases/promote", fields).body();
    }

    /// Takes the last promotion of an alias back.
    ///
    /// @param expected the version that it leads to now
    /// @return the version that it leads to then
    /// @throws CallerException if another was first, or there is nothing to go back to
    public String rollback(String model, String alias, String expected) {
        return send(
                        "POST",
                        OWN + "aliases/rollback",
                        Map.of(
                                "name",
                                model,
                                "alias",
                                alias,
                                "expected_version",
                                expected,
                                "user",
                                System.getProperty("user.name", "")))
                .body()
                .path("to")
                .asText();
    }

    private static Version version(JsonNode body) {
        JsonNode version = body.path("model_version");
        String digest = "";
        for (JsonNode tag : version.path("tags")) {
            if (tag.path("key").asText().equals(DIGEST)) {
                digest = tag.path("value").asText();
            }
        }
        return new Version(version.path("version").asText(), digest);
    }

    private record Answer(String call, int status, JsonNode tree) {
        String error() {
            return tree.path("error_code").asText("");
        }

        JsonNode body() {
            if (status < 400) {
                return tree;
            }
            String message =
                    call + " was answered with " + error() + ": " + tree.path("message").asText();
            throw status >= 500 || status == 429
                    ? new TransientException(message)
                    : new CallerException(message);
        }
    }

    private Answer send(String method, String path, Map<String, String> fields) {
        ObjectNode json = Json.jackson().createObjectNode();
        StringBuilder query = new StringBuilder();
        fields.forEach((name, value) -> {
            json.put(name, value);
            query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(word(value));
        });
        boolean get = method.equals("GET");
        byte[] body = get ? new byte[0] : Json.bytes(json);
        URI uri = URI.create(platform.trackingUri() + path + (get ? query : ""));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofByteArray(body));
        if (platform.isDeployed()) {
            signature(method, uri, body).forEach(request::header);
        }
        try {
            HttpResponse<InputStream> response =
                    http.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                JsonNode tree = Json.jackson().readTree(in.readNBytes(MOST_BYTES));
                return new Answer(method + " " + path, response.statusCode(), tree);
            }
        } catch (IOException e) {
            throw new TransientException(
                    method + " " + uri + " failed: " + e.getMessage() + "; is it running?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(method + " " + uri + " was interrupted", e);
        }
    }

    private static String word(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Source:
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
    private Map<String, String> signature(String method, URI uri, byte[] body) {
        Map<String, String> headers = new TreeMap<>();
        AwsV4HttpSigner.create()
                .sign(sign ->
                        sign.identity(platform.clients().credentialsProvider().resolveCredentials())
                                .request(
                                        SdkHttpRequest.builder()
                                                .method(SdkHttpMethod.fromValue(method))
                                                .uri(uri)
                                                .build())
                                .payload(ContentStreamProvider.fromByteArray(body))
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                                .putProperty(AwsV4HttpSigner.REGION_NAME, region(uri)))
                .request()
                .headers()
                .forEach((name, values) -> {
                    if (!name.toLowerCase(Locale.ROOT).equals("host")) {
                        headers.put(name, String.join(",", values));
                    }
                });
        return headers;
    }

    /// Of `https://<id>.execute-api.<region>.amazonaws.com`.
    private static String region(URI uri) {
        String[] parts = uri.getHost().split("\\.");
        if (parts.length < 3) {
            throw new CallerException(
                    uri.getHost() + ": expected the address of an HTTP API of AWS");
        }
        return parts[2];
    }

    @Override
    public void close() {
        http.close();
    }
}
