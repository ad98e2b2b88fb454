package dev.roadloop.redact;

import dev.roadloop.domain.Sha256;
import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageSink;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// Digests all values of a message but the bytes of its field `data`.
final class OtherValues implements MessageSink {

    private final MessageDigest digest = Sha256.newDigest();
    private final ByteBuffer head = ByteBuffer.allocate(13);
    private final int picture;

    private OtherValues(MessageDecoder decoder) {
        this.picture =
                decoder.root().children().stream()
                        .filter(child -> child.name().equals("data"))
                        .mapToInt(child -> child.id())
                        .findFirst()
                        .orElse(-1);
    }

    /// @throws MessageDecodeException if the message is malformed
    static byte[] digest(MessageDecoder decoder, byte[] message) throws MessageDecodeException {
        OtherValues values = new OtherValues(decoder);
        decoder.decode(message, 0, message.length, values);
        return values.digest.digest();
    }

    private void put(char kind, int node, long value) {
        digest.update(head.clear().put((byte) kind).putInt(node).putLong(value).array());
    }

    @Override
    public void bool(int node, boolean value) {
        put('z', node, value ? 1 : 0);
    }

    @Override
    public void integer(int node, long value) {
        put('i', node, value);
    }

    @Override
    public void float32(int node, float value) {
        put('f', node, Float.floatToRawIntBits(value));
    }

    @Override
    public void float64(int node, double value) {
        put('d', node, Double.doubleToRawLongBits(value));
    }

    @Override
    public void text(int node, byte[] buffer, int offset, int length) {
        put('t', node, length);
        digest.update(buffer, offset, length);
    }

    @Override
    public void blob(int node, byte[] buffer, int offset, int length, int messageOffset) {
        if (node != picture) {
            put('b', node, length);
            digest.update(buffer, offset, length);
        }
    }

    @Override
    public void nanos(int node, long value) {
        put('n', node, value);
    }

    @Override
    public void absent(int node) {
        put('a', node, 0);
    }

    @Override
    public void beginStruct(int node) {
        put('{', node, 0);
    }

    @Override
    public void endStruct(int node) {
        put('}', node, 0);
    }

    @Override
    public void beginList(int node, int size) {
        put('[', node, size);
    }

    @Override
    public void endList(int node) {
        put(']', node, 0);
    }
}
