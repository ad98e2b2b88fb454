package dev.roadloop.sensorlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts attachments and metadata and hashes their content, on the way to another sink or not.
final class ExtraTally implements ExtraSink {

    private final @Nullable ExtraSink next;
    private final MessageDigest hash;
    private Extras extras = Extras.NONE;

    ExtraTally(@Nullable ExtraSink next) {
        this.next = next;
        try {
            this.hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    Extras extras() {
        return extras;
    }

    /// The same for the same extras in the same order.
    String sha256() {
        return HexFormat.of().formatHex(hash.digest());
    }

    @Override
    public void addAttachment(
            String name, String mediaType, long logTime, long createTime, ByteBuffer data)
            throws IOException {
        add(name);
        add(mediaType);
        hash.update(
                ByteBuffer.allocate(24)
                        .putLong(0, logTime)
                        .putLong(8, createTime)
                        .putLong(16, data.remaining()));
        hash.update(data.duplicate());
        extras = extras.and(new Extras(1, 0));
        if (next != null) {
            next.addAttachment(name, mediaType, logTime, createTime, data);
        }
    }

    @Override
    public void addMetadata(String name, Map<String, String> metadata) throws IOException {
        add(name);
        hash.update(ByteBuffer.allocate(4).putInt(0, metadata.size()));
        new TreeMap<>(metadata)
                .forEach((key, value) -> {
                    add(key);
                    add(value);
                });
        extras = extras.and(new Extras(0, 1));
        if (next != null) {
            next.addMetadata(name, metadata);
        }
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        hash.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
        hash.update(bytes);
    }
}
