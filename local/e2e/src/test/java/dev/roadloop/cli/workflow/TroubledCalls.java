package dev.roadloop.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Calls of AWS that go wrong, each for one vehicle only, whose name stands in every call that is
/// made for its drives.
final class TroubledCalls implements Experiment.Faults {

    private volatile Optional<Held> held = Optional.empty();
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

    /// A call to S3 that waits until it is released; later ones of its kind do not.
    static final class Held implements AutoCloseable {
        private final String key;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private Held(String key) {
            this.key = key;
        }

        /// Waits until the call is made.
        void reached() throws InterruptedException {
            assertThat(reached.await(5, TimeUnit.MINUTES)).as("a call for %s", key).isTrue();
        }

        void release() {
            released.countDown();
        }

        private void strike() {
            boolean first = reached.getCount() > 0;
            reached.countDown();
            try {
                if (first) {
                    released.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            release();
        }
    }

    /// Holds the first call that anyone makes for an object.
    Held hold(String key) {
        Held held = new Held(key);
        this.held = Optional.of(held);
        return held;
    }

    void add(Trouble trouble) {
        troubles.add(trouble);
    }

    /// One trouble is over.
    void end(Trouble trouble) {
        troubles.remove(trouble);
    }

    /// From now on all is well.
    void end() {
        troubles.clear();
    }

    @Override
    public Optional<JsonNode> strike(Experiment.Call call) {
        held.filter(each -> call.service().equals("s3"))
                .filter(each -> call.input().asText().endsWith(each.key))
                .ifPresent(Held::strike);
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
