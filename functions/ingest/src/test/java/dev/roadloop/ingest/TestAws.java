package dev.roadloop.ingest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roadloop.aws.AwsClients;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// The AWS endpoint of these tests, spoken to by the real SDK over HTTP: the part of S3 that this
/// context relies on (conditional writes, ranges, listings, copies), and what arrives at
/// EventBridge and Step Functions. DynamoDB is DynamoDB Local. The same semantics against complete
/// services are the business of the contract suite.
public final class TestAws implements AutoCloseable {
    /// Keys of a listing's page: few, so that whatever lists has to turn pages.
    private static final int PAGE = 2;

    private final HttpServer server;
    private final Map<String, TreeMap<String, Stored>> buckets = new TreeMap<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> executions = new CopyOnWriteArrayList<>();
    private final List<String> visibilities = new CopyOnWriteArrayList<>();
    private int version;

    private record Stored(byte[] content, String etag, Map<String, String> metadata) {}

    public TestAws() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /// Clients for it.
    public AwsClients clients() {
        return AwsClients.from(
                Map.of(
                        "AWS_ENDPOINT_URL",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "AWS_REGION",
                        "eu-central-1",
                        "AWS_ACCESS_KEY_ID",
                        "test",
                        "AWS_SECRET_ACCESS_KEY",
                        "test"));
    }

    /// The bodies of all ChangeMessageVisibilityBatch calls.
    public List<String> visibilities() {
        return visibilities;
    }

    /// The bodies of all PutEvents calls.
    public List<String> events() {
        return events;
    }

    /// The names of all started executions.
    public List<String> executions() {
        return executions;
    }

    /// Lays an object down.
    public synchronized void put(String bucket, String key, byte[] content) {
        put(bucket, key, content, Map.of());
    }

    /// The keys of a bucket.
    public synchronized List<String> keys(String bucket) {
        return List.copyOf(bucket(bucket).keySet());
    }

    /// Takes an object away.
    public synchronized void delete(String bucket, String key) {
        bucket(bucket).remove(key);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private Stored put(String bucket, String key, byte[] content, Map<String, String> metadata) {
        Stored stored =
                new Stored(
                        content,
                        "\"" + Sha256.of(content).prefix(16) + "-" + ++version + "\"",
                        metadata);
        bucket(bucket).put(key, stored);
        return stored;
    }

    private TreeMap<String, Stored> bucket(String name) {
        return buckets.computeIfAbsent(name, any -> new TreeMap<>());
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target != null) {
            json(exchange, target, new String(body, StandardCharsets.UTF_8));
            return;
        }
        synchronized (this) {
            String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
            switch (exchange.getRequestMethod()) {
                case "PUT" -> write(exchange, path[0], path[1], body);
                case "GET", "HEAD" -> {
                    if (path.length == 1 || path[1].isEmpty()) {
                        list(exchange, path[0]);
                    } else {
                        read(exchange, path[0], path[1]);
                    }
                }
                default -> answer(exchange, 501, "");
            }
        }
    }

    private void json(HttpExchange exchange, String target, String body) throws IOException {
        switch (target.substring(target.indexOf('.') + 1)) {
            case "PutEvents" -> {
                events.add(body);
                answer(exchange, 200, "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"1\"}]}");
            }
            case "ChangeMessageVisibilityBatch" -> {
                visibilities.add(body);
                answer(exchange, 200, "{\"Successful\":[],\"Failed\":[]}");
            }
            case "StartExecution" -> {
                String name = Json.jackson().readTree(body).get("name").asText();
                synchronized (executions) {
                    if (executions.contains(name)) {
                        answer(
                                exchange,
                                400,
                                "{\"__type\":\"ExecutionAlreadyExists\",\"message\":\"exists\"}");
                        return;
                    }
                    executions.add(name);
                }
                answer(exchange, 200, "{\"executionArn\":\"arn:x\",\"startDate\":1}");
            }
            default -> answer(exchange, 501, "");
        }
    }

    private void write(HttpExchange exchange, String bucket, String key, byte[] body)
            throws IOException {
        Stored standing = bucket(bucket).get(key);
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        if (standing != null && exchange.getRequestHeaders().containsKey("If-None-Match")
                || match != null && (standing == null || !standing.etag().equals(match))) {
            answer(exchange, 412, "<Error><Code>PreconditionFailed</Code></Error>");
            return;
        }
        Map<String, String> metadata =
                exchange.getRequestHeaders().entrySet().stream()
                        .filter(header -> header.getKey().toLowerCase().startsWith("x-amz-meta-"))
                        .collect(
                                Collectors.toMap(
                                        header -> header.getKey(),
                                        header -> header.getValue().getFirst()));
        String source = exchange.getRequestHeaders().getFirst("x-amz-copy-source");
        if (source != null) {
            String[] from = URLDecoder.decode(source, StandardCharsets.UTF_8).split("/", 2);
            Stored copied = bucket(from[0]).get(from[1]);
            String wanted = exchange.getRequestHeaders().getFirst("x-amz-copy-source-if-match");
            if (copied == null || !copied.etag().equals(wanted)) {
                answer(exchange, 412, "<Error><Code>PreconditionFailed</Code></Error>");
                return;
            }
            Stored stored = put(bucket, key, copied.content(), metadata);
            answer(
                    exchange,
                    200,
                    "<CopyObjectResult><ETag>" + stored.etag() + "</ETag></CopyObjectResult>");
            return;
        }
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        Stored stored = put(bucket, key, AwsChunks.joined(encoding, body), metadata);
        exchange.getResponseHeaders().add("ETag", stored.etag());
        answer(exchange, 200, "");
    }

    private void read(HttpExchange exchange, String bucket, String key) throws IOException {
        Stored stored = bucket(bucket).get(key);
        if (stored == null) {
            answer(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
            return;
        }
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        if (match != null && !match.equals(stored.etag())) {
            answer(exchange, 412, "<Error><Code>PreconditionFailed</Code></Error>");
            return;
        }
        exchange.getResponseHeaders().add("ETag", stored.etag());
        exchange.getResponseHeaders().add("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT");
        stored.metadata().forEach(exchange.getResponseHeaders()::add);
        byte[] content = stored.content();
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range != null) {
            String[] ends = range.substring("bytes=".length()).split("-");
            content =
                    Arrays.copyOfRange(
                            content,
                            Integer.parseInt(ends[0]),
                            Math.min(content.length, Integer.parseInt(ends[1]) + 1));
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        send(exchange, range == null ? 200 : 206, content);
    }

    private void list(HttpExchange exchange, String bucket) throws IOException {
        Map<String, String> query = new TreeMap<>();
        for (String pair : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(
                    parts[0],
                    parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        String prefix = query.getOrDefault("prefix", "");
        String delimiter = query.getOrDefault("delimiter", "");
        String after = query.getOrDefault("continuation-token", "");
        StringBuilder xml = new StringBuilder("<ListBucketResult>");
        TreeSet<String> folders = new TreeSet<>();
        List<String> keys = new ArrayList<>(bucket(bucket).tailMap(prefix).keySet());
        int listed = 0;
        for (String key : keys) {
            if (!key.startsWith(prefix)) {
                break;
            }
            if (key.compareTo(after) <= 0) {
                continue;
            }
            if (listed == PAGE) {
                xml.append("<IsTruncated>true</IsTruncated><NextContinuationToken>")
                        .append(after)
                        .append("</NextContinuationToken>");
                break;
            }
            after = key;
            listed++;
            int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            if (end >= 0) {
                folders.add(key.substring(0, end + 1));
            } else {
                Stored stored = bucket(bucket).get(key);
                xml.append("<Contents><Key>")
                        .append(key)
                        .append("</Key><Size>")
                        .append(stored.content().length)
                        .append("</Size><ETag>")
                        .append(stored.etag())
                        .append(
                                "</ETag><LastModified>2026-11-21T00:00:00Z</LastModified></Contents>");
            }
        }
        folders.forEach(folder ->
                xml.append("<CommonPrefixes><Prefix>")
                        .append(folder)
                        .append("</Prefix></CommonPrefixes>"));
        answer(exchange, 200, xml.append("</ListBucketResult>").toString());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, body.length == 0 || head ? -1 : body.length);
        if (body.length > 0 && !head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
