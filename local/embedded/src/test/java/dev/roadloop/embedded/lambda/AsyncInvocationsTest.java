package dev.roadloop.embedded.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.fixture.RecordedCalls;
import dev.roadloop.embedded.lambda.FunctionConfig.AsyncPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events for functions as "Asynchronous invocation" of the Lambda developer guide describes them.
class AsyncInvocationsTest {

    private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:";

    @TempDir private Path directory;

    private final RecordedCalls services = new RecordedCalls();
    private final AtomicInteger invoked = new AtomicInteger();

    private static AsyncPolicy policy(int retries, String dead, String success, String failure) {
        return new AsyncPolicy(retries, Duration.ofHours(1), arn(dead), arn(success), arn(failure));
    }

    private static Optional<String> arn(String queue) {
        return queue.isEmpty() ? Optional.empty() : Optional.of(QUEUE + queue);
    }

    /// @param failures how many calls fail before one succeeds
    private AsyncInvocations open(FunctionConfig function, int failures) {
        return new AsyncInvocations(
                directory.resolve("async.journal"),
                name -> Optional.of(function),
                (config, requestId, payload) ->
                        invoked.incrementAndGet() <= failures
                                ? InvocationResult.failed("{\"errorMessage\":\"no\"}")
                                : InvocationResult.answered("{\"done\":" + payload + "}"),
                services,
                Clock.systemUTC(),
                Duration.ofMillis(10));
    }

    private static void done(AsyncInvocations asynchronous) throws InterruptedException {
        long end = System.nanoTime() + 120_000_000_000L;
        while (asynchronous.open() > 0 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(asynchronous.open()).isZero();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Test
    void anEventThatFailsTwiceSucceedsWithTheSecondRetryAndIsToldToTheDestination()
            throws Exception {
        FunctionConfig function = TestFunction.of(policy(2, "dead", "good", "bad"));
        try (AsyncInvocations asynchronous = open(function, 2)) {
            asynchronous.start();
            asynchronous.accept(function, "request-1", "{\"n\":7}");
            done(asynchronous);
        }
        assertThat(invoked).hasValue(3);
        assertThat(services.all()).hasSize(1);
        RecordedCalls.Call call = services.of("sqs:SendMessage").getFirst();
        assertThat(call.principal()).isEqualTo("arn:aws:iam::123456789012:role/work");
        assertThat(call.input().path("QueueUrl").asText()).endsWith("/good");
        JsonNode record = json(call.input().path("MessageBody").asText());
        assertThat(record.path("requestContext").path("condition").asText()).isEqualTo("Success");
        assertThat(record.path("requestContext").path("approximateInvokeCount").asInt())
                .isEqualTo(3);
        assertThat(record.path("requestContext").path("functionArn").asText())
                .isEqualTo(function.arn() + ":$LATEST");
        assertThat(record.path("requestPayload").path("n").asInt()).isEqualTo(7);
        assertThat(record.path("responsePayload").path("done").path("n").asInt()).isEqualTo(7);
        assertThat(record.path("responseContext").has("functionError")).isFalse();
    }

    @Test
    void anEventThatFailsToTheEndGoesToTheDeadLetterQueueAndTheFailureDestination()
            throws Exception {
        FunctionConfig function = TestFunction.of(policy(1, "dead", "good", "bad"));
        try (AsyncInvocations asynchronous = open(function, 99)) {
            asynchronous.start();
            asynchronous.accept(function, "request-1", "{\"n\":7}");
            done(asynchronous);
        }
        assertThat(invoked).hasValue(2);
        assertThat(services.of("sqs:SendMessage")).hasSize(2);
        JsonNode letter = services.of("sqs:SendMessage").getFirst().input();
        assertThat(letter.path("QueueUrl").asText()).endsWith("/dead");
        assertThat(letter.path("MessageBody").asText()).isEqualTo("{\"n\":7}");
        assertThat(letter.path("MessageAttributes").path("RequestID").path("StringValue").asText())
                .isEqualTo("request-1");
        JsonNode sent = services.of("sqs:SendMessage").getLast().input();
        assertThat(sent.path("QueueUrl").asText()).endsWith("/bad");
        JsonNode record = json(sent.path("MessageBody").asText());
        assertThat(record.path("requestContext").path("condition").asText())
                .isEqualTo("RetriesExhausted");
        assertThat(record.path("responseContext").path("functionError").asText())
                .isEqualTo("Unhandled");
        assertThat(record.path("responsePayload").path("errorMessage").asText()).isEqualTo("no");
    }

    @Tag("slow")
    @Test
    void throttlingUsesUpNoRetry() throws Exception {
        FunctionConfig function = TestFunction.of(policy(0, "dead", "", ""));
        AtomicInteger calls = new AtomicInteger();
        try (AsyncInvocations asynchronous =
                new AsyncInvocations(
                        directory.resolve("async.journal"),
                        name -> Optional.of(function),
                        (config, requestId, payload) -> {
                            if (calls.incrementAndGet() == 1) {
                                throw new ApiException("TooManyRequestsException", 429, "busy");
                            }
                            return calls.get() == 2
                                    ? InvocationResult.answered("{}")
                                    : InvocationResult.failed("{}");
                        },
                        services,
                        Clock.systemUTC(),
                        Duration.ofMillis(10))) {
            asynchronous.start();
            asynchronous.accept(function, "request-1", "{}");
            done(asynchronous);
        }
        assertThat(calls).hasValue(2);
        assertThat(services.all()).isEmpty();
    }

    @Tag("slow")
    @Test
    void aFailureAfterThrottlingIsStillTheFirst() throws Exception {
        FunctionConfig function = TestFunction.of(policy(1, "dead", "", ""));
        AtomicInteger calls = new AtomicInteger();
        try (AsyncInvocations asynchronous =
                new AsyncInvocations(
                        directory.resolve("async.journal"),
                        name -> Optional.of(function),
                        (config, requestId, payload) ->
                                switch (calls.incrementAndGet()) {
                                    case 1 ->
                                            throw new ApiException(
                                                    "TooManyRequestsException", 429, "busy");
                                    case 2 -> InvocationResult.failed("{}");
                                    default -> InvocationResult.answered("{}");
                                },
                        services,
                        Clock.systemUTC(),
                        Duration.ofMillis(10))) {
            asynchronous.start();
            asynchronous.accept(function, "request-1", "{}");
            done(asynchronous);
        }
        assertThat(calls).hasValue(3);
        assertThat(services.all()).isEmpty();
    }

    @Test
    void anAcceptedEventIsTakenUpByTheNextProcess() throws Exception {
        FunctionConfig function = TestFunction.of(policy(2, "", "", ""));
        try (AsyncInvocations killed = open(function, 0)) {
            killed.accept(function, "request-1", "{}");
        }
        assertThat(invoked).hasValue(0);
        try (AsyncInvocations next = open(function, 0)) {
            next.start();
            done(next);
        }
        assertThat(invoked).hasValue(1);
    }

    @Test
    void whatTheDestinationRefusesIsDroppedAndTheFunctionIsNotCalledAgain() throws Exception {
        FunctionConfig function = TestFunction.of(policy(0, "dead", "", ""));
        services.refuse("sqs:SendMessage", "AccessDeniedException", 403);
        try (AsyncInvocations asynchronous = open(function, 99)) {
            asynchronous.start();
            asynchronous.accept(function, "request-1", "{}");
            done(asynchronous);
        }
        assertThat(invoked).hasValue(1);
    }
}
