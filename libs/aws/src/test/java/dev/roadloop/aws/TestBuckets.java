package dev.roadloop.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.TrustedKey;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;

/// Buckets in memory and a key that signs, spoken to by the real SDK over HTTP: as much of S3 and
/// KMS as jobs call.
public final class TestBuckets implements AutoCloseable {

    private final KeyPair pair = pair();
    private final HttpServer server;
    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    public TestBuckets() {
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

    /// The keys below a prefix that starts with the bucket's name.
    public List<String> keys(String prefix) {
        return objects.tailMap(prefix).keySet().stream()
                .takeWhile(key -> key.startsWith(prefix))
                .toList();
    }

    public byte[] get(String key) {
        byte[] found = objects.get(key);
        if (found == null) {
            throw new AssertionError("no object " + key + " among " + objects.keySet());
        }
        return found;
    }

    public void put(String key, byte[] content) {
        objects.put(key, content);
    }

    public void delete(String key) {
        objects.remove(key);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    public TrustedKey key() {
        return TrustedKey.ofDer(pair.getPublic().getEncoded());
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

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String key = exchange.getRequestURI().getPath().substring(1);
        if (exchange.getRequestHeaders().containsKey("X-Amz-Target")) {
            send(exchange, 200, signed(body));
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                objects.put(key, unpacked(exchange, body));
                exchange.getResponseHeaders().add("ETag", etag(objects.get(key)));
                send(exchange, 200, new byte[0]);
            }
            case "DELETE" -> {
                objects.remove(key);
                send(exchange, 204, new byte[0]);
            }
            default -> {
                if (key.contains("/") && !key.endsWith("/")) {
                    read(exchange, key);
                } else {
                    list(exchange, key.replace("/", ""));
                }
            }
        }
    }

    private void read(HttpExchange exchange, String key) throws IOException {
        byte[] content = objects.get(key);
        if (content == null) {
            send(
                    exchange,
                    404,
                    "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8));
            return;
        }
        exchange.getResponseHeaders().add("ETag", etag(content));
        exchange.getResponseHeaders().add("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT");
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        } else if (range == null) {
            send(exchange, 200, content);
        } else {
            String[] ends = range.substring("bytes=".length()).split("-");
            send(
                    exchange,
                    206,
                    Arrays.copyOfRange(
                            content,
                            Integer.parseInt(ends[0]),
                            Math.min(content.length, Integer.parseInt(ends[1]) + 1)));
        }
    }

    private void list(HttpExchange exchange, String bucket) throws IOException {
        String prefix = "";
        for (String pair : exchange.getRequestURI().getRawQuery().split("&")) {
            if (pair.startsWith("prefix=")) {
                prefix = URLDecoder.decode(pair.substring(7), StandardCharsets.UTF_8);
            }
        }
        StringBuilder xml = new StringBuilder("<ListBucketResult>");
        for (String key : keys(bucket + "/" + prefix)) {
            xml.append("<Contents><Key>")
                    .append(key.substring(bucket.length() + 1))
                    .append("</Key><Size>")
                    .append(get(key).length)
                    .append("</Size><ETag>")
                    .append(etag(get(key)))
                    .append("</ETag><LastModified>2026-11-21T00:00:00Z</LastModified></Contents>");
        }
        send(
                exchange,
                200,
                xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Without the chunks that the SDK sends with a checksum behind.
    private static byte[] unpacked(HttpExchange exchange, byte[] body) {
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        if (encoding == null || !encoding.contains("aws-chunked")) {
            return body;
        }
        ByteBuffer joined = ByteBuffer.allocate(body.length);
        int at = 0;
        while (true) {
            int end = at;
            while (body[end] != '\r') {
                end++;
            }
            String head = new String(body, at, end - at, StandardCharsets.US_ASCII);
            int length = Integer.parseInt(head.split(";", 2)[0], 16);
            if (length == 0) {
                return Arrays.copyOf(joined.array(), joined.position());
            }
            joined.put(body, end + 2, length);
            at = end + 2 + length + 2;
        }
    }

    private static String etag(byte[] content) {
        return "\"" + Sha256.of(content).prefix(16) + "\"";
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
