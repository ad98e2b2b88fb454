package dev.roadloop.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Experiment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Calls of AWS that go wrong, each for one vehicle only, whose name stands in every call that is
/// made for its drives.
final class TroubledCalls implements Experiment.Faults {

    private final List<Trouble> troubles = new CopyOnWriteArrayList<>();

    /// What goes wrong.
    ///
    /// @param vehicle whose calls; stands in the input
    /// @param role part of the name of the caller's role
    /// @param service IAM prefix
    /// @param target part of action or input, besides
    /// @param effect what comes instead
    record Trouble(String vehicle, String role, String service, String target, Effect effect) {}

    /// What comes instead of the service's answer.
    enum Effect {
        /// The service fails, which may pass.
        SERVER_ERROR,
        /// Lambda ends the function for its time.
        FUNCTION_TIMED_OUT
    }

    void add(Trouble trouble) {
        troubles.add(trouble);
    }

    /// From now on all is well.
    void end() {
        troubles.clear();
    }

    @Override
    public Optional<JsonNode> strike(Experiment.Call call) {
        String text = call.action() + " " + text(call.input());
        for (Trouble trouble : troubles) {
            if (call.caller().arn().contains(trouble.role())
                    && call.service().equals(trouble.service())
                    && text.contains(trouble.vehicle())
                    && text.contains(trouble.target())) {
                return switch (trouble.effect()) {
                    case SERVER_ERROR ->
                            throw new ApiException(
                                    "ServerException", 500, "an experiment made this call fail");
                    case FUNCTION_TIMED_OUT -> Optional.of(timedOut());
                };
            }
        }
        return Optional.empty();
    }

    private static String text(JsonNode input) {
        JsonNode payload = input.path("Payload");
        try {
            return payload.isBinary()
                    ? input.path("FunctionName").asText()
                            + " "
                            + new String(payload.binaryValue(), StandardCharsets.UTF_8)
                    : input.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode timedOut() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("StatusCode", 200)
                .put("FunctionError", "Unhandled")
                .set(
                        "Payload",
                        BinaryNode.valueOf(
                                ("{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"Task timed"
                                                + " out after 60.00 seconds\"}")
                                        .getBytes(StandardCharsets.UTF_8)));
    }
}
