package dev.roadloop.embedded.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.lambda.FunctionConfig.AsyncPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Which messages of a batch are deleted; the others come back by the queue's own rules.
class SqsPollerTest {

    private static final FunctionConfig FUNCTION = TestFunction.of(AsyncPolicy.DEFAULT);

    /// One batch of the messages a, b and c; whoever polls again waits.
    private static final class Queue {

        private final List<String> deleted = new CopyOnWriteArrayList<>();
        private final CountDownLatch again = new CountDownLatch(2);

        JsonNode call(Principal caller, String service, String action, JsonNode input) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            assertThat(caller.arn()).isEqualTo(FUNCTION.roleArn());
            switch (action) {
                case "ReceiveMessage" -> {
                    again.countDown();
                    if (again.getCount() == 0) {
                        sleep();
                    } else {
                        for (String id : List.of("a", "b", "c")) {
                            answer.withArray("Messages")
                                    .addObject()
                                    .put("MessageId", id)
                                    .put("ReceiptHandle", "receipt of " + id)
                                    .put("Body", "{\"vehicle\":\"" + id + "\"}");
                        }
                    }
                }
                case "DeleteMessageBatch" ->
                        input.path("Entries")
                                .forEach(e -> deleted.add(e.path("ReceiptHandle").asText()));
                default -> throw new IllegalArgumentException(service + ":" + action);
            }
            return answer;
        }

        private static void sleep() {
            try {
                Thread.sleep(Duration.ofMinutes(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static List<String> deleted(
            boolean reports, List<String> filters, SqsPoller.Invoker invoker)
            throws InterruptedException {
        Queue queue = new Queue();
        EventSourceMapping mapping =
                new EventSourceMapping(
                        "id",
                        "arn:aws:sqs:us-east-1:123456789012:q",
                        "work",
                        10,
                        Duration.ZERO,
                        reports,
                        1000,
                        filters,
                        true);
        try (SqsPoller poller =
                new SqsPoller(mapping, FUNCTION, queue::call, invoker, Clock.systemUTC())) {
            poller.start(1);
            assertThat(queue.again.await(60, TimeUnit.SECONDS)).isTrue();
        }
        return queue.deleted.stream().map(receipt -> receipt.replace("receipt of ", "")).toList();
    }

    private static SqsPoller.Invoker answering(String answer) {
        return payload -> InvocationResult.answered(answer);
    }

    private static final String B_FAILED = "{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}";

    @Test
    void whatTheFunctionReportsAsFailedStays() throws InterruptedException {
        assertThat(deleted(true, List.of(), answering(B_FAILED))).containsExactly("a", "c");
    }

    @Test
    void aReportThatNamesWhatIsNotOfTheBatchKeepsAllOfIt() throws InterruptedException {
        assertThat(deleted(true, List.of(), answering(B_FAILED.replace("\"b\"", "\"x\""))))
                .isEmpty();
    }

    @Test
    void withoutReportsAnAnswerIsASuccessOfAll() throws InterruptedException {
        assertThat(deleted(false, List.of(), answering(B_FAILED))).containsExactly("a", "b", "c");
    }

    @Test
    void nothingIsDeletedWhereTheFunctionFailsOrIsThrottled() throws InterruptedException {
        assertThat(deleted(true, List.of(), payload -> InvocationResult.failed("{}"))).isEmpty();
        assertThat(
                        deleted(
                                true,
                                List.of(),
                                payload -> {
                                    throw new ApiException(
                                            "TooManyRequestsException", 429, "Rate Exceeded");
                                }))
                .isEmpty();
    }

    @Test
    void whatTheFilterLeavesOutIsDeletedUnseen() throws InterruptedException {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<String> deleted =
                deleted(
                        true,
                        List.of("{\"body\":{\"vehicle\":[\"a\"]}}"),
                        payload -> {
                            seen.add(payload);
                            return InvocationResult.failed("{}");
                        });

        assertThat(deleted).containsExactly("b", "c");
        assertThat(seen)
                .singleElement()
                .satisfies(payload ->
                        assertThat(payload)
                                .contains("\"messageId\":\"a\"")
                                .doesNotContain("\"messageId\":\"b\""));
    }
}
