package dev.roadloop.sensorlog.mcap;

/// Bytes that are not the record that they should be; never leaves this package.
final class MalformedRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String message;

    MalformedRecordException(String message) {
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
