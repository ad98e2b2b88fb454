package dev.roadloop.training.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roadloop.aws.AwsClients;
import dev.roadloop.training.artifact.ArtifactStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.s3.S3Client;

/// A bucket `gold` of texts, got and put by the SDK.
public final class TestGold implements AutoCloseable {
    private static final String ROOT = "/gold/";

    private final Map<String, String> objects = new ConcurrentHashMap<>();
    private final HttpServer http;
    private final AwsClients clients;

    public TestGold() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
        clients =
                AwsClients.from(
                        Map.of(
                                "AWS_ENDPOINT_URL",
                                "http://127.0.0.1:" + http.getAddress().getPort(),
                                "AWS_REGION",
                                "us-east-1",
                                "AWS_ACCESS_KEY_ID",
                                "test",
                                "AWS_SECRET_ACCESS_KEY",
                                "test"));
    }

    /// What lies in it, by key.
    public Map<String, String> objects() {
        return objects;
    }

    public S3Client s3() {
        return clients.s3();
    }

    public ArtifactStore artifacts() {
        return new ArtifactStore(clients.s3(), clients.s3Presigner(), "gold");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestURI().getPath().substring(ROOT.length());
        int status = 200;
        byte[] body = new byte[0];
        if (exchange.getRequestMethod().equals("PUT")) {
            objects.put(key, content(exchange));
        } else {
            String found = objects.get(key);
            status = found == null ? 404 : 200;
            body =
                    (found == null ? "<Error><Code>NoSuchKey</Code></Error>" : found)
                            .getBytes(StandardCharsets.UTF_8);
        }
        exchange.getResponseHeaders().add("ETag", "\"e\"");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /// What is sent as `aws-chunked` without the lines that say how long each chunk is.
    private static String content(HttpExchange exchange) throws IOException {
        String sent =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        StringBuilder content = new StringBuilder();
        if (exchange.getRequestHeaders().containsKey("x-amz-decoded-content-length")) {
            int at = 0;
            int length = -1;
            while (length != 0) {
                int line = sent.indexOf("\r\n", at);
                length = Integer.parseInt(sent.substring(at, line).split(";", 2)[0], 16);
                content.append(sent, line + 2, line + 2 + length);
                at = line + 2 + length + 2;
            }
        } else {
            content.append(sent);
        }
        return new String(
                content.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
