package dev.roadloop.embedded.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// An error in the words of an AWS API: what a client of the real service would get.
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;
    private final transient ObjectNode details;

    /// @param code AWS's error code, such as `ResourceNotFoundException`
    /// @param status HTTP status that AWS answers with
    public ApiException(String code, int status, String message) {
        this(code, status, message, JsonNodeFactory.instance.objectNode());
    }

    /// @param details further members of the error, such as a cancelled transaction's
    ///   `CancellationReasons`
    public ApiException(String code, int status, String message, ObjectNode details) {
        super(message);
        this.code = code;
        this.status = status;
        this.details = details;
    }

    /// Further members of the error by name; empty for most.
    public ObjectNode details() {
        return details.deepCopy();
    }

    /// AWS's error code.
    public String code() {
        return code;
    }

    /// HTTP status, 400 to 599.
    public int status() {
        return status;
    }
}
