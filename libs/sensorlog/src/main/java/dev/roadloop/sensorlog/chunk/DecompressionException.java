package dev.roadloop.sensorlog.chunk;

/// Bytes that do not decompress to what was declared.
public final class DecompressionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String message;

    /// @param message expected and found
    public DecompressionException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
