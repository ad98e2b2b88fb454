package dev.roadloop.embedded.api;

/// An error in the words of an AWS API: what a client of the real service would get.
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;

    /// @param code AWS's error code, such as `ResourceNotFoundException`
    /// @param status HTTP status that AWS answers with
    public ApiException(String code, int status, String message) {
        super(message);
        this.code = code;
        this.status = status;
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
