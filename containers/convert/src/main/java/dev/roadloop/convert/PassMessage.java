package dev.roadloop.convert;

import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.sensorlog.Message;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The message that the pass stands on. Its bytes are copied only where the recording does not hold
/// them in an array.
final class PassMessage implements DriveMessage {

    private static final int SPARE = 1 << 20;

    private final DriveTopic topic;
    private final String file;
    private final long logTime;
    private final long publishTime;
    private final long sequence;
    private final byte[] array;
    private final int offset;
    private final int length;
    private Optional<String> frameKey = Optional.empty();
    private Optional<byte[]> image = Optional.empty();

    private PassMessage(
            DriveTopic topic, String file, Message message, byte[] array, int offset, int length) {
        this.topic = topic;
        this.file = file;
        this.logTime = message.logTime();
        this.publishTime = message.publishTime();
        this.sequence = message.sequence();
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// A message made of this one.
    PassMessage carrying(DriveTopic of, byte[] bytes) {
        return new PassMessage(of, this, bytes);
    }

    private PassMessage(DriveTopic topic, PassMessage from, byte[] bytes) {
        this.topic = topic;
        this.file = from.file;
        this.logTime = from.logTime;
        this.publishTime = from.publishTime;
        this.sequence = from.sequence;
        this.array = bytes;
        this.offset = 0;
        this.length = bytes.length;
    }

    /// Where bytes are copied to; grows to the largest message.
    static final class Room {
        private byte[] bytes = new byte[0];

        /// The message as the products see it.
        PassMessage show(DriveTopic topic, String file, Message message) {
            ByteBuffer data = message.data();
            int length = data.remaining();
            if (data.hasArray()) {
                int offset = data.arrayOffset() + data.position();
                return new PassMessage(topic, file, message, data.array(), offset, length);
            }
            if (bytes.length < length) {
                bytes = new byte[Math.max(length, Math.min(bytes.length * 2, length + SPARE))];
            }
            data.get(data.position(), bytes, 0, length);
            return new PassMessage(topic, file, message, bytes, 0, length);
        }
    }

    /// Says where its keyframe lies.
    void keyframe(String key) {
        frameKey = Optional.of(key);
    }

    /// Says what its picture is, JPEG or PNG.
    void image(byte[] picture) {
        image = Optional.of(picture);
    }

    @Override
    public DriveTopic topic() {
        return topic;
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public long logTime() {
        return logTime;
    }

    @Override
    public long publishTime() {
        return publishTime;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public byte[] array() {
        return array;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public Optional<String> frameKey() {
        return frameKey;
    }

    @Override
    public Optional<byte[]> image() {
        return image;
    }
}
