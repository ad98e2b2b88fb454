package dev.roadloop.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A cluster's REST API over HTTP. What it refuses for being busy is sent again, with pauses that
/// grow; so is a request whose answer was lost, where sending it twice does no harm.
final class Cluster implements AutoCloseable {

    static final int ATTEMPTS = 5;

    private static final int MOST_BYTES = 32 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

    private final OpenSearchEndpoint endpoint;
    private final Duration pause;
    private final HttpClient http;

    /// @param pause before the second attempt; doubled with each further one
    Cluster(OpenSearchEndpoint endpoint, Duration pause) {
        this.endpoint = endpoint;
        this.pause = pause;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /// A request.
    ///
    /// @param method of HTTP
    /// @param path with its query, beginning with a slash
    /// @param type of the body
    /// @param body empty for none
    /// @param repeatable whether sending it twice is as good as once
    record Call(String method, String path, String type, byte[] body, boolean repeatable) {
        static Call get(String path) {
            return new Call("GET", path, "", new byte[0], true);
        }

        static Call json(String method, String path, JsonNode body, boolean repeatable) {
            return new Call(method, path, "application/json", Json.bytes(body), repeatable);
        }
    }

    /// Sends a request.
    ///
    /// @return whatever the cluster says, but that it is busy
    /// @throws TransientException if it stays busy or does not answer
    Answer send(Call call) {
        String what = call.method() + " " + endpoint.address() + call.path();
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt == ATTEMPTS;
            try {
                HttpResponse<InputStream> response =
                        http.send(request(call), BodyHandlers.ofInputStream());
                byte[] body = body(response, what);
                if (!BUSY.contains(response.statusCode())) {
                    return new Answer(what, response.statusCode(), tree(body, response, what));
                }
                if (last) {
                    throw new TransientException(
                            what
                                    + " was answered with status "
                                    + response.statusCode()
                                    + " "
                                    + ATTEMPTS
                                    + " times: the cluster is busy; try again later");
                }
            } catch (IOException e) {
                if (last || !call.repeatable()) {
                    throw new TransientException(
                            what
                                    + " failed: "
                                    + (e.getMessage() == null ? e : e.getMessage())
                                    + "; check that the cluster runs and can be reached",
                            e);
                }
            } catch (InterruptedException e) {
                throw interrupted(what, e);
            }
            rest(attempt);
        }
    }

    /// Waits before the next attempt.
    ///
    /// @param attempt how many there were
    void rest(int attempt) {
        try {
            Thread.sleep(pause.multipliedBy(1L << (attempt - 1)));
        } catch (InterruptedException e) {
            throw interrupted("waiting for " + endpoint.address(), e);
        }
    }

    private static TransientException interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TransientException(what + " was interrupted", e);
    }

    private HttpRequest request(Call call) {
        URI uri = URI.create(endpoint.address() + call.path());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(ANSWER)
                        .method(
                                call.method(),
                                call.body().length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(call.body()));
        if (!call.type().isEmpty()) {
            request.header("Content-Type", call.type());
        }
        headers(uri, call).forEach(request::header);
        return request.build();
    }

    private Map<String, String> headers(URI uri, Call call) {
        return switch (endpoint.access()) {
            case Access.Open open -> Map.of();
            case Access.Password basic ->
                    Map.of(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(
                                                    (basic.user() + ":" + basic.password())
                                                            .getBytes(StandardCharsets.UTF_8)));
            case Access.Signed signed -> RequestSignature.headers(signed, uri, call);
        };
    }

    private static byte[] body(HttpResponse<InputStream> response, String what) throws IOException {
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                throw new IOException(
                        what + " was answered with more than " + (MOST_BYTES >> 20) + " MiB");
            }
            return body;
        }
    }

    private static @Nullable JsonNode tree(
            byte[] body, HttpResponse<InputStream> response, String what) throws IOException {
        try {
            return Json.jackson().readTree(body);
        } catch (IOException e) {
            // A proxy in between answers refusals in HTML; the status says enough then.
            if (response.statusCode() >= 400) {
                return null;
            }
            throw new IOException(what + " was answered with something that is not JSON", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
