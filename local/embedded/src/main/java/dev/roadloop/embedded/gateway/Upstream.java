package dev.roadloop.embedded.gateway;

import com.sun.net.httpserver.HttpExchange;
import dev.roadloop.embedded.api.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Passes a request on to a server on this machine and its answer back, as streams: an object of
/// any size takes the memory of one buffer each way.
final class Upstream {

    private static final int BUFFER_BYTES = 256 << 10;

    /// Connection management is each connection's own; credentials were checked and mean nothing
    /// further on.
    private static final Set<String> NOT_PASSED_ON =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "keep-alive",
                    "transfer-encoding",
                    "upgrade",
                    "http2-settings",
                    "authorization",
                    "x-amz-security-token",
                    "proxy-connection",
                    "te",
                    "trailer");

    private final URI base;
    private final HttpClient client;

    Upstream(URI base, HttpClient client) {
        this.base = base;
        this.client = client;
    }

    /// Sends the request with `body` instead of its own stream where one was read already.
    void forward(HttpRequest request, Optional<byte[]> body) throws IOException {
        HttpExchange exchange = request.exchange();
        java.net.http.HttpRequest.Builder onward =
                java.net.http.HttpRequest.newBuilder(target(request));
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(value -> onward.header(name, value));
                    }
                });
        onward.method(request.method(), publisher(exchange, body));
        try {
            HttpResponse<InputStream> answer =
                    client.send(onward.build(), HttpResponse.BodyHandlers.ofInputStream());
            answer(exchange, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(
                    "ServiceUnavailable", 503, "The service is stopping. Please try again.");
        }
    }

    private static java.net.http.HttpRequest.BodyPublisher publisher(
            HttpExchange exchange, Optional<byte[]> body) {
        if (body.isPresent()) {
            return java.net.http.HttpRequest.BodyPublishers.ofByteArray(body.get());
        }
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        boolean chunked = exchange.getRequestHeaders().containsKey("Transfer-Encoding");
        if (!chunked && (length == null || length.equals("0"))) {
            return java.net.http.HttpRequest.BodyPublishers.noBody();
        }
        java.net.http.HttpRequest.BodyPublisher stream =
                java.net.http.HttpRequest.BodyPublishers.ofInputStream(exchange::getRequestBody);
        return length == null
                ? stream
                : java.net.http.HttpRequest.BodyPublishers.fromPublisher(
                        stream, Long.parseLong(length));
    }

    private static void answer(HttpExchange exchange, HttpResponse<InputStream> answer)
            throws IOException {
        for (Map.Entry<String, List<String>> header : answer.headers().map().entrySet()) {
            if (!NOT_PASSED_ON.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                header.getValue()
                        .forEach(
                                value -> exchange.getResponseHeaders().add(header.getKey(), value));
            }
        }
        try (InputStream in = answer.body()) {
            long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (head) {
                // The JDK's server sends no length of its own for an answer without a body.
                answer.headers()
                        .firstValue("Content-Length")
                        .ifPresent(value ->
                                exchange.getResponseHeaders().set("Content-Length", value));
            }
            boolean bodiless =
                    head || length == 0 || answer.statusCode() == 204 || answer.statusCode() == 304;
            exchange.sendResponseHeaders(answer.statusCode(), bodiless ? -1 : Math.max(0, length));
            if (!bodiless) {
                copy(in, exchange.getResponseBody());
            }
        }
        exchange.close();
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
        }
        out.close();
    }

    private URI target(HttpRequest request) {
        String query = request.exchange().getRequestURI().getRawQuery();
        String kept =
                query == null
                        ? ""
                        : String.join(
                                "&",
                                List.of(query.split("&")).stream()
                                        .filter(pair -> !isSignature(pair))
                                        .toList());
        return URI.create(base + request.rawPath() + (kept.isEmpty() ? "" : "?" + kept));
    }

    private static boolean isSignature(String pair) {
        String name = pair.contains("=") ? pair.substring(0, pair.indexOf('=')) : pair;
        return Set.of(
                        "X-Amz-Algorithm",
                        "X-Amz-Credential",
                        "X-Amz-Date",
                        "X-Amz-Expires",
                        "X-Amz-SignedHeaders",
                        "X-Amz-Signature",
                        "X-Amz-Security-Token",
                        "AWSAccessKeyId",
                        "Signature",
                        "Expires")
                .contains(name);
    }
}
