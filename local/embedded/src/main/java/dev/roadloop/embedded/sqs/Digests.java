package dev.roadloop.embedded.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.TreeMap;

/// The digests by which SQS clients check what they sent and received.
///
/// Source: Amazon SQS developer guide, "Calculating the MD5 message digest for message attributes".
final class Digests {

    private static final byte STRING = 1;
    private static final byte BINARY = 2;

    private Digests() {}

    static String md5(String text) {
        return HexFormat.of()
                .formatHex(digest("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String sha256(String text) {
        return HexFormat.of()
                .formatHex(digest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String md5OfAttributes(JsonNode attributes) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        attributes.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        MessageDigest md5 = digest("MD5");
        sorted.forEach((name, value) -> {
            String type = value.path("DataType").asText();
            update(md5, name.getBytes(StandardCharsets.UTF_8));
            update(md5, type.getBytes(StandardCharsets.UTF_8));
            boolean binary = type.startsWith("Binary");
            md5.update(binary ? BINARY : STRING);
            update(
                    md5,
                    binary
                            ? Base64.getDecoder().decode(value.path("BinaryValue").asText())
                            : value.path("StringValue").asText().getBytes(StandardCharsets.UTF_8));
        });
        return HexFormat.of().formatHex(md5.digest());
    }

    private static void update(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
