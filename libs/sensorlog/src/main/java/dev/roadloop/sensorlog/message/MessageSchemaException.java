package dev.roadloop.sensorlog.message;

/// A schema cannot be used: its text is malformed, incomplete, or asks for something that is not
/// supported. The message names the type and the line or field.
public final class MessageSchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MessageSchemaException(String message) {
        super(message);
    }

    public MessageSchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
