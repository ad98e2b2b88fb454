package dev.roadloop.cli.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// Calls an HTTP API with JSON, signed where that is asked for.
final class HttpApiClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_BYTES = 8 << 20;
    private static final String HERE = "us-east-1";

    private final URI base;
    private final Optional<AwsCredentialsProvider> signer;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    /// @param base without a slash at its end
    /// @param signer whose calls they are; empty for nobody's
    HttpApiClient(URI base, Optional<AwsCredentialsProvider> signer) {
        this.base = base;
        this.signer = signer;
    }

    /// An answer.
    ///
    /// @param call what was asked, for messages
    /// @param tree its body
    record Answer(String call, int status, JsonNode tree) {
        String error() {
            return tree.path("error_code").asText(tree.path("error").asText(""));
        }

        /// @throws CallerException or [TransientException] if it is no success
        JsonNode body() {
            if (status < 400) {
                return tree;
            }
            String message =
                    call
                            + " was answered with "
                            + (error().isEmpty() ? Integer.toString(status) : error())
                            + ": "
                            + tree.path("message").asText();
            throw status >= 500 || status == 429
                    ? new TransientException(message)
                    : new CallerException(message);
        }
    }

    /// Gets with fields in the query.
    Answer get(String path, Map<String, String> fields) {
        StringBuilder query = new StringBuilder();
        new TreeMap<>(fields)
                .forEach((name, value) ->
                        query.append(query.isEmpty() ? '?' : '&')
                                .append(name)
                                .append('=')
                                .append(word(value)));
        return send("GET", path + query, new byte[0], path);
    }

    /// Posts fields as a JSON object.
    Answer post(String path, Map<String, String> fields) {
        ObjectNode json = Json.jackson().createObjectNode();
        new TreeMap<>(fields).forEach(json::put);
        return post(path, json);
    }

    /// Posts a JSON object.
    Answer post(String path, ObjectNode json) {
        return send("POST", path, Json.bytes(json), path);
    }

    private Answer send(String method, String path, byte[] body, String shown) {
        URI uri = URI.create(base + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofByteArray(body));
        signer.ifPresent(who -> signature(who, method, uri, body).forEach(request::header));
        try {
            HttpResponse<InputStream> response =
                    http.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                JsonNode tree = Json.jackson().readTree(in.readNBytes(MOST_BYTES));
                return new Answer(method + " " + shown, response.statusCode(), tree);
            }
        } catch (IOException e) {
            throw new TransientException(
                    method + " " + uri + " failed: " + e.getMessage() + "; is it running?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(method + " " + uri + " was interrupted", e);
        }
    }

    static String word(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Source:
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
    private static Map<String, String> signature(
            AwsCredentialsProvider who, String method, URI uri, byte[] body) {
        Map<String, String> headers = new TreeMap<>();
        AwsV4HttpSigner.create()
                .sign(sign ->
                        sign.identity(who.resolveCredentials())
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
        if (uri.getHost().equals("127.0.0.1")) {
            return HERE;
        }
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
