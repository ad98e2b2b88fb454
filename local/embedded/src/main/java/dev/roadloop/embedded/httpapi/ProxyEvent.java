package dev.roadloop.embedded.httpapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/// A request as a function gets it: payload format 2.0.
///
/// Source: "Create AWS Lambda proxy integrations for HTTP APIs" of the API Gateway guide; that
/// `rawPath` is decoded, other than `rawQueryString`:
/// https://github.com/middleapi/standard-server/pull/93.
final class ProxyEvent {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private ProxyEvent() {}

    /// @param signed whether IAM authorises the route, which then tells who calls
    static ObjectNode of(
            String apiId,
            String account,
            RouteKey route,
            Map<String, String> variables,
            boolean signed,
            HttpApiRequest request,
            Instant now) {
        String path = decoded(request.rawPath().replace("+", "%2B"));
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "2.0")
                .put("routeKey", route.text())
                .put("rawPath", path)
                .put("rawQueryString", request.rawQuery());
        ObjectNode headers = event.putObject("headers");
        request.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
        if (!request.rawQuery().isEmpty()) {
            query(event.putObject("queryStringParameters"), request.rawQuery());
        }
        if (!variables.isEmpty()) {
            ObjectNode parameters = event.putObject("pathParameters");
            variables.forEach(parameters::put);
        }
        ObjectNode context = event.putObject("requestContext");
        context.put("accountId", account)
                .put("apiId", apiId)
                .put("domainName", request.header("host"))
                .put("domainPrefix", apiId);
        if (signed) {
            context.putObject("authorizer")
                    .putObject("iam")
                    .put("accountId", account)
                    .put("userArn", request.callerArn());
        }
        context.putObject("http")
                .put("method", request.method())
                .put("path", path)
                .put("protocol", "HTTP/1.1")
                .put("sourceIp", "127.0.0.1")
                .put("userAgent", request.header("user-agent"));
        context.put("requestId", request.requestId())
                .put("routeKey", route.text())
                .put("stage", "$default")
                .put("time", TIME.format(now))
                .put("timeEpoch", now.toEpochMilli());
        body(event, request);
        return event;
    }

    private static void body(ObjectNode event, HttpApiRequest request) {
        byte[] bytes = request.body().bytes();
        boolean text = isText(request.header("content-type"));
        event.put("isBase64Encoded", bytes.length > 0 && !text);
        if (bytes.length > 0) {
            event.put(
                    "body",
                    text
                            ? new String(bytes, StandardCharsets.UTF_8)
                            : Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static boolean isText(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                || type.startsWith("application/json")
                || type.startsWith("application/xml")
                || type.startsWith("application/javascript");
    }

    private static void query(ObjectNode parameters, String raw) {
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            parameters.put(
                    name,
                    parameters.has(name) ? parameters.path(name).asText() + "," + value : value);
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A malformed escape stays what it is.
            return text;
        }
    }
}
