package dev.roadloop.embedded.httpapi;

import java.util.List;
import java.util.Map;

/// A request to an HTTP API.
///
/// @param rawPath within the API, percent-encoded, beginning with `/`
/// @param rawQuery percent-encoded; empty where there is none
/// @param headers names in lower case
/// @param requestId for the log
/// @param callerArn who signed it; the account's root where no one did
public record HttpApiRequest(
        String method,
        String rawPath,
        String rawQuery,
        Map<String, List<String>> headers,
        Body body,
        String requestId,
        String callerArn) {

    public HttpApiRequest {
        headers = Map.copyOf(headers);
    }

    /// The bytes of a body.
    public interface Body {
        /// @return a copy
        byte[] bytes();
    }

    String header(String name) {
        return String.join(",", headers.getOrDefault(name, List.of()));
    }
}
