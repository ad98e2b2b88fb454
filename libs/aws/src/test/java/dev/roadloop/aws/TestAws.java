package dev.roadloop.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roadloop.contracts.DsseEnvelope;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.TrustedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// The AWS that tests of functions and jobs call, spoken to by the real SDK over HTTP: buckets
/// ([TestObjects]), a key that signs, and what arrives at EventBridge, Step Functions and SQS. As
/// much of them as functions and jobs rely on: the same semantics against complete services are the
/// business of the contract suite. Tables are DynamoDB Local's.
///
/// An object's path is its bucket and its key: `gold/reports/x.json`.
public final class TestAws implements AutoCloseable {

    private final KeyPair pair = pair();
    private final TestObjects objects = new TestObjects();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> visibilities = new CopyOnWriteArrayList<>();
    private final List<String> executions = new CopyOnWriteArrayList<>();
    private final Map<String, String> inputs = new ConcurrentHashMap<>();
    private final HttpServer server;

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

    public AwsClients clients() {
        return AwsClients.from(env());
    }

    /// What a job would be told.
    public Map<String, String> env() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "AWS_REGION",
                "eu-central-1",
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test",
                "BRONZE_BUCKET",
                "bronze",
                "GOLD_BUCKET",
                "gold",
                "REPORT_KEY_ID",
                "key");
    }

    /// The paths that begin so, sorted.
    public List<String> keys(String prefix) {
        return objects.paths(prefix);
    }

    public byte[] get(String path) {
        return objects.get(path)
                .orElseThrow(() ->
                        new AssertionError("no object " + path + " among " + objects.paths("")));
    }

    public String text(String path) {
        return new String(get(path), StandardCharsets.UTF_8);
    }

    public void put(String path, String text) {
        put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public void put(String path, byte[] content) {
        objects.put(path, content, Map.of());
    }

    /// Puts an object that S3 keeps a SHA-256 of.
    ///
    /// @param checksum as S3 writes it: Base64, with `-<parts>` behind it for one of an upload in
    ///   parts
    public void put(String path, byte[] content, String checksum) {
        objects.put(path, content, Map.of("x-amz-checksum-sha256", checksum));
    }

    public void delete(String path) {
        objects.remove(path);
    }

    /// Uploads in parts that were begun and neither completed nor given up.
    int uploadsUnderWay() {
        return objects.underWay();
    }

    /// The key that verifies what was signed.
    public TrustedKey key() {
        return TrustedKey.ofDer(pair.getPublic().getEncoded());
    }

    /// The payload of an envelope, by the specification of DSSE and nothing of ours.
    ///
    /// @throws AssertionError unless the key signed it
    public byte[] opened(byte[] json) {
        DsseEnvelope envelope = Json.read(json, DsseEnvelope.class, "envelope");
        byte[] payload = Base64.getDecoder().decode(envelope.payload());
        String type = envelope.payloadType();
        try {
            Signature check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(pair.getPublic());
            check.update(
                    "DSSEv1 %d %s %d "
                            .formatted(type.length(), type, payload.length)
                            .getBytes(StandardCharsets.US_ASCII));
            check.update(payload);
            if (check.verify(Base64.getDecoder().decode(envelope.signatures().getFirst().sig()))) {
                return payload;
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the signature cannot be checked", e);
        }
        throw new AssertionError("another key, or another payload, was signed");
    }

    /// The bodies of all `PutEvents`.
    public List<String> events() {
        return events;
    }

    /// The bodies of all `ChangeMessageVisibilityBatch`.
    public List<String> visibilities() {
        return visibilities;
    }

    /// The names of all executions, in the order of their starts.
    public List<String> executions() {
        return executions;
    }

    /// The input that an execution was started with.
    public String input(String execution) {
        return inputs.get(execution);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target == null) {
            objects.answer(exchange, body);
        } else {
            call(exchange, target.substring(target.indexOf('.') + 1), body);
        }
    }

    private void call(HttpExchange exchange, String action, byte[] body) throws IOException {
        switch (action) {
            case "Sign" -> send(exchange, 200, signed(body));
            case "PutEvents" -> {
                events.add(new String(body, StandardCharsets.UTF_8));
                send(exchange, 200, "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"1\"}]}");
            }
            case "ChangeMessageVisibilityBatch" -> {
                visibilities.add(new String(body, StandardCharsets.UTF_8));
                send(exchange, 200, "{\"Successful\":[],\"Failed\":[]}");
            }
            case "StartExecution" -> start(exchange, Json.jackson().readTree(body));
            default -> send(exchange, 501, "");
        }
    }

    private void start(HttpExchange exchange, JsonNode request) throws IOException {
        String name = request.path("name").asText();
        if (inputs.putIfAbsent(name, request.path("input").asText()) == null) {
            executions.add(name);
            send(exchange, 200, "{\"executionArn\":\"arn:" + name + "\",\"startDate\":1}");
        } else {
            send(exchange, 400, "{\"__type\":\"ExecutionAlreadyExists\",\"message\":\"exists\"}");
        }
    }

    private byte[] signed(byte[] request) throws IOException {
        try {
            byte[] digest = Json.jackson().readTree(request).path("Message").binaryValue();
            Signature signature = Signature.getInstance("NONEwithECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(digest);
            return Json.bytes(
                    Map.of(
                            "KeyId",
                            "key",
                            "Signature",
                            Base64.getEncoder().encodeToString(signature.sign()),
                            "SigningAlgorithm",
                            "ECDSA_SHA_256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    /// Ends an exchange. What answers a `HEAD` says its length alone.
    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
