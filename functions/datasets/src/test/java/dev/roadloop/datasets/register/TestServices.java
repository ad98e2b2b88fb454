package dev.roadloop.datasets.register;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roadloop.contracts.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Objects of one bucket, `landing`, and executions by name, behind AWS's protocols.
final class TestServices implements AutoCloseable {
    final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    final Map<String, String> executions = new ConcurrentHashMap<>();
    private final HttpServer server;

    TestServices() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + server.getAddress().getPort(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test");
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String query = exchange.getRequestURI().getRawQuery();
        if (exchange.getRequestHeaders().containsKey("X-Amz-Target")) {
            start(exchange, body);
        } else if (query != null && query.contains("list-type=2")) {
            list(exchange);
        } else {
            byte[] content =
                    objects.get(exchange.getRequestURI().getPath().substring("/landing/".length()));
            if (content == null) {
                send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
            } else {
                exchange.getResponseHeaders().add("ETag", "\"e\"");
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
                exchange.close();
            }
        }
    }

    private void start(HttpExchange exchange, byte[] body) throws IOException {
        String name = Json.jackson().readTree(body).path("name").asText();
        String input = Json.jackson().readTree(body).path("input").asText();
        if (executions.putIfAbsent(name, input) != null) {
            send(
                    exchange,
                    400,
                    "{\"__type\":\"com.amazonaws.swf.service.v2.model#ExecutionAlreadyExists\"}");
        } else {
            send(exchange, 200, "{\"executionArn\":\"arn:" + name + "\",\"startDate\":1}");
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        StringBuilder found =
                new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
        new TreeMap<>(objects)
                .forEach((key, content) ->
                        found.append("<Contents><Key>")
                                .append(key)
                                .append("</Key><LastModified>2026-11-21T14:00:00.000Z")
                                .append("</LastModified><ETag>\"e\"</ETag><Size>")
                                .append(content.length)
                                .append("</Size></Contents>"));
        send(exchange, 200, found.append("</ListBucketResult>").toString());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
