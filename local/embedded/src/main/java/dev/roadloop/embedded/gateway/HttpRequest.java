package dev.roadloop.embedded.gateway;

import com.sun.net.httpserver.HttpExchange;
import dev.roadloop.embedded.api.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A request as the gateway looks at it; the body is read at most once.
final class HttpRequest {

    /// No service takes more than 16 MiB in one API call; objects are not API calls, they are
    /// streamed.
    private static final int MAX_BODY_BYTES = (16 << 20) + (64 << 10);

    private final HttpExchange exchange;
    private final Map<String, String> query;
    private final String requestId = UUID.randomUUID().toString();
    private byte @Nullable [] body;

    HttpRequest(HttpExchange exchange) {
        this.exchange = exchange;
        this.query = parseQuery(exchange.getRequestURI().getRawQuery());
    }

    HttpExchange exchange() {
        return exchange;
    }

    String requestId() {
        return requestId;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /// Path as sent, percent-encoded.
    String rawPath() {
        return exchange.getRequestURI().getRawPath();
    }

    /// Query parameters, decoded; of a repeated one the last.
    Map<String, String> query() {
        return query;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /// The whole body.
    ///
    /// @throws ApiException `RequestEntityTooLargeException` above 16 MiB
    byte[] body() throws IOException {
        byte[] known = body;
        if (known != null) {
            return known;
        }
        InputStream stream = exchange.getRequestBody();
        byte[] read = stream.readNBytes(MAX_BODY_BYTES + 1);
        if (read.length > MAX_BODY_BYTES) {
            throw new ApiException(
                    "RequestEntityTooLargeException",
                    413,
                    "Request must be smaller than " + MAX_BODY_BYTES + " bytes");
        }
        body = read;
        return read;
    }

    /// The form fields of a query-protocol request.
    Map<String, String> form() throws IOException {
        return parseQuery(new String(body(), StandardCharsets.UTF_8));
    }

    boolean isForm() {
        return header("Content-Type").orElse("").startsWith("application/x-www-form-urlencoded");
    }

    static Map<String, String> parseQuery(@Nullable String raw) {
        Map<String, String> result = new LinkedHashMap<>();
        if (raw == null || raw.isEmpty()) {
            return result;
        }
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            result.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return result;
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ApiException(
                    "InvalidURI", 400, "Couldn't parse the specified URI: " + e.getMessage());
        }
    }
}
