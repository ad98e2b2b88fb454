package dev.roadloop.embedded.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Arn;
import dev.roadloop.embedded.api.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Polls a queue with the function's role and calls the function with what it finds. Messages that
/// succeed are deleted; the others come back after the queue's visibility timeout and go to its
/// dead-letter queue by its redrive policy.
///
/// Source: "Using Lambda with Amazon SQS" of the Lambda developer guide.
final class SqsPoller implements AutoCloseable {

    /// Calls the function and waits.
    @FunctionalInterface
    interface Invoker {
        /// @throws ApiException if the function is throttled
        InvocationResult invoke(String payload) throws InterruptedException;
    }

    private static final System.Logger LOG = System.getLogger(SqsPoller.class.getName());
    private static final int LONG_POLL_SECONDS = 20;

    /// Lambda's cap on the payload of one call.
    private static final int MAX_BATCH_BYTES = 6 << 20;

    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LAST_PAUSE_MILLIS = 30_000;

    private final EventSourceMapping mapping;
    private final Principal role;
    private final ApiCaller caller;
    private final Invoker invoker;
    private final Clock clock;
    private final List<Thread> threads = new ArrayList<>();
    private final String queueUrl;
    private final QueueEvent event;

    SqsPoller(
            EventSourceMapping mapping,
            FunctionConfig function,
            ApiCaller caller,
            Invoker invoker,
            Clock clock) {
        this.mapping = mapping;
        this.role = new Principal(function.roleArn());
        this.caller = caller;
        this.invoker = invoker;
        this.clock = clock;
        this.queueUrl = Arn.parse(mapping.queueArn()).queueUrl();
        this.event = new QueueEvent(mapping);
    }

    /// @param parallel pollers, each with one call at a time
    synchronized void start(int parallel) {
        for (int i = 0; i < Math.min(parallel, mapping.maximumConcurrency()); i++) {
            threads.add(
                    Thread.ofVirtual()
                            .name("poll-" + mapping.functionName() + "-" + i)
                            .start(this::loop));
        }
    }

    private void loop() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                List<JsonNode> batch = receive();
                if (!batch.isEmpty()) {
                    process(batch);
                }
                pause = FIRST_PAUSE_MILLIS;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                LOG.log(
                        System.Logger.Level.WARNING,
                        "event source mapping "
                                + mapping.queueArn()
                                + " → "
                                + mapping.functionName()
                                + ": "
                                + e.getMessage()
                                + "; polling goes on in "
                                + pause
                                + " ms");
                pause = pause(pause);
            }
        }
    }

    private static long pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Math.min(LAST_PAUSE_MILLIS, millis * 2);
    }

    private List<JsonNode> receive() throws InterruptedException {
        List<JsonNode> batch =
                new ArrayList<>(poll(Math.min(10, mapping.batchSize()), LONG_POLL_SECONDS));
        if (batch.isEmpty() || mapping.batchWindow().isZero()) {
            return batch;
        }
        Instant end = clock.instant().plus(mapping.batchWindow());
        long bytes = size(batch);
        while (batch.size() < mapping.batchSize() && bytes < MAX_BATCH_BYTES / 2) {
            long left = Duration.between(clock.instant(), end).toSeconds();
            List<JsonNode> more =
                    poll(
                            Math.min(10, mapping.batchSize() - batch.size()),
                            (int) Math.clamp(left, 0, LONG_POLL_SECONDS));
            batch.addAll(more);
            bytes += size(more);
            if (!clock.instant().isBefore(end) || (more.isEmpty() && left <= 0)) {
                break;
            }
        }
        return batch;
    }

    private static long size(List<JsonNode> messages) {
        return messages.stream().mapToLong(message -> message.path("Body").asText().length()).sum();
    }

    private List<JsonNode> poll(int messages, int waitSeconds) throws InterruptedException {
        ObjectNode input =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("QueueUrl", queueUrl)
                        .put("MaxNumberOfMessages", messages)
                        .put("WaitTimeSeconds", waitSeconds);
        input.putArray("AttributeNames").add("All");
        input.putArray("MessageAttributeNames").add("All");
        JsonNode answer = caller.call(role, "sqs", "ReceiveMessage", input);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        List<JsonNode> received = new ArrayList<>();
        answer.path("Messages").forEach(received::add);
        return received;
    }

    private void process(List<JsonNode> received) throws InterruptedException {
        List<JsonNode> dropped = new ArrayList<>();
        List<JsonNode> batch = new ArrayList<>();
        for (JsonNode message : received) {
            (event.wants(message) ? batch : dropped).add(message);
        }
        delete(dropped);
        if (batch.isEmpty()) {
            return;
        }
        InvocationResult result = invoker.invoke(event.of(batch).toString());
        if (result.failed()) {
            return;
        }
        Optional<Set<String>> failures =
                mapping.reportsItemFailures()
                        ? QueueEvent.failures(result.payload(), batch)
                        : Optional.of(Set.of());
        failures.ifPresent(failed ->
                delete(
                        batch.stream()
                                .filter(message ->
                                        !failed.contains(message.path("MessageId").asText()))
                                .toList()));
    }

    private void delete(List<JsonNode> messages) {
        for (int from = 0; from < messages.size(); from += 10) {
            ObjectNode input = JsonNodeFactory.instance.objectNode().put("QueueUrl", queueUrl);
            ArrayNode entries = input.putArray("Entries");
            for (JsonNode message : messages.subList(from, Math.min(messages.size(), from + 10))) {
                entries.addObject()
                        .put("Id", "m" + entries.size())
                        .put("ReceiptHandle", message.path("ReceiptHandle").asText());
            }
            caller.call(role, "sqs", "DeleteMessageBatch", input);
        }
    }

    @Override
    public synchronized void close() {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }
}
