package dev.roadloop.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.TransientException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a cluster answered.
///
/// @param call the request, for messages
/// @param status of HTTP
/// @param tree the body; null where it is no JSON
record Answer(String call, int status, @Nullable JsonNode tree) {

    private static final int NOT_FOUND = 404;
    private static final int REFUSED = 400;
    private static final int SERVER_ERROR = 500;

    boolean done() {
        return status < REFUSED;
    }

    /// The kind of error, such as `index_not_found_exception`; empty where there is none.
    String error() {
        return at("/error/type").asText("");
    }

    /// The body.
    ///
    /// @throws CallerException if the request was refused
    /// @throws TransientException if the cluster failed
    JsonNode body() {
        if (done() && tree != null) {
            return tree;
        }
        String reason = at("/error/reason").asText("");
        String message =
                call
                        + " was answered with status "
                        + status
                        + (error().isEmpty() ? "" : ", " + error())
                        + (reason.isEmpty() ? "" : ": " + reason);
        if (status >= SERVER_ERROR) {
            throw new TransientException(message);
        }
        throw new CallerException(
                message
                        + (status == 401 || status == 403
                                ? "; check the user, the password or the role"
                                : ""));
    }

    /// The body; empty where what was asked for is not there.
    Optional<JsonNode> found() {
        return status == NOT_FOUND ? Optional.empty() : Optional.of(body());
    }

    private JsonNode at(String path) {
        return tree == null ? MissingNode.getInstance() : tree.at(path);
    }
}
