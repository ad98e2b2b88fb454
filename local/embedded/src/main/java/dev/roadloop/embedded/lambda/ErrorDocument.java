package dev.roadloop.embedded.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;

/// The payload of a failed invocation, in Lambda's words.
final class ErrorDocument {

    private static final int MAX_FRAMES = 200;

    private ErrorDocument() {}

    /// Of an exception that the handler threw: its class name is the error's type.
    static String of(Throwable thrown) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("errorMessage", thrown.getLocalizedMessage());
        document.put("errorType", thrown.getClass().getName());
        ArrayNode trace = document.putArray("stackTrace");
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (trace.size() == MAX_FRAMES
                    || frame.getClassName().startsWith("dev.roadloop.embedded.lambda.")) {
                break;
            }
            trace.add(frame.toString());
        }
        return document.toString();
    }

    static String of(String type, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("errorType", type)
                .put("errorMessage", message)
                .toString();
    }

    /// Of a call that its deadline cut off.
    static String timedOut(String requestId, Duration timeout) {
        return of(
                "Sandbox.Timedout",
                String.format(
                        Locale.ROOT,
                        "RequestId: %s Error: Task timed out after %.2f seconds",
                        requestId,
                        timeout.toMillis() / 1000.0));
    }
}
