package dev.roadloop.sensorlog.message;

/// The bytes of a message do not fit its schema. The message names topic, type, field and offset.
public final class MessageDecodeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final int offset;

    MessageDecodeException(String topic, String type, String path, int offset, String problem) {
        super(
                "Message on %s of type %s, field '%s', byte %d: %s"
                        .formatted(topic, type, path, offset, problem));
        this.path = path;
        this.offset = offset;
    }

    /// Path of the field that could not be decoded, such as `header.stamp`; empty for the message
    /// as a whole.
    public String path() {
        return path;
    }

    /// Offset in bytes from the start of the message.
    public int offset() {
        return offset;
    }
}
