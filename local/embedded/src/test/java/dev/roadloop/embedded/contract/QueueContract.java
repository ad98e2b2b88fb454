package dev.roadloop.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/// The SDK itself checks every digest that a queue answers with.
class QueueContract {

    @RegisterExtension static final Contract CONTRACT = new Contract();

    private final SqsClient sqs = CONTRACT.sqs();
    private final String queue = url("ContractQueue");
    private final String failed = url("ContractFailed");
    private final String orders = url("ContractOrders.fifo");

    @BeforeEach
    void empty() {
        for (String each : List.of(queue, failed, orders)) {
            while (!take(each, 0).isEmpty()) {}
        }
    }

    @AfterEach
    void close() {
        sqs.close();
    }

    @Tag("slow")
    @Test
    void deliversBodyAndAttributesOnceDeletedNeverAgain() throws InterruptedException {
        sqs.sendMessage(r ->
                r.queueUrl(queue)
                        .messageBody("héllo")
                        .messageAttributes(
                                Map.of(
                                        "kind",
                                        MessageAttributeValue.builder()
                                                .dataType("String")
                                                .stringValue("drive")
                                                .build())));
        Message message =
                sqs.receiveMessage(r ->
                                r.queueUrl(queue)
                                        .waitTimeSeconds(20)
                                        .messageAttributeNames("All")
                                        .messageSystemAttributeNames(
                                                MessageSystemAttributeName.ALL))
                        .messages()
                        .getFirst();

        assertThat(message.body()).isEqualTo("héllo");
        assertThat(message.messageAttributes().get("kind").stringValue()).isEqualTo("drive");
        assertThat(message.attributes())
                .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
        sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(message.receiptHandle()));
        Thread.sleep(1200);
        assertThat(receive(queue, 0)).isEmpty();
    }

    @Test
    @Tag("slow")
    void deliversAgainAndThenToTheDeadLetterQueue() {
        String body = UUID.randomUUID().toString();
        sqs.sendMessage(r -> r.queueUrl(queue).messageBody(body));
        List<Message> first =
                sqs.receiveMessage(
                                r -> r.queueUrl(queue).waitTimeSeconds(20).visibilityTimeout(600))
                        .messages();
        assertThat(first).hasSize(1);
        assertThat(receive(queue, 0)).as("invisible while in flight").isEmpty();
        sqs.changeMessageVisibility(r ->
                r.queueUrl(queue)
                        .receiptHandle(first.getFirst().receiptHandle())
                        .visibilityTimeout(1));
        assertThat(receive(queue, 20)).as("visible again after a second").hasSize(1);
        assertThat(receive(queue, 3)).as("received maxReceiveCount times").isEmpty();
        assertThat(take(failed, 20))
                .singleElement()
                .satisfies(m -> assertThat(m.body()).isEqualTo(body));
    }

    @Test
    void changesVisibilityOfOneInFlight() {
        sqs.sendMessage(r -> r.queueUrl(queue).messageBody("v"));
        String receipt =
                sqs.receiveMessage(
                                r -> r.queueUrl(queue).waitTimeSeconds(20).visibilityTimeout(600))
                        .messages()
                        .getFirst()
                        .receiptHandle();
        sqs.changeMessageVisibility(
                r -> r.queueUrl(queue).receiptHandle(receipt).visibilityTimeout(0));
        List<Message> again = receive(queue, 0);
        assertThat(again).hasSize(1);
        sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(again.getFirst().receiptHandle()));
    }

    @Tag("slow")
    @Test
    void answersALongPollAsSoonAsAMessageComes() throws InterruptedException {
        Thread sender =
                Thread.startVirtualThread(() -> {
                    try {
                        Thread.sleep(500);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    sqs.sendMessage(r -> r.queueUrl(queue).messageBody("late"));
                });
        Instant begin = Instant.now();
        assertThat(take(queue, 20)).hasSize(1);
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(18));
        sender.join();
    }

    @Tag("slow")
    @Test
    void delaysAMessage() {
        Instant begin = Instant.now();
        sqs.sendMessage(r -> r.queueUrl(queue).messageBody("d").delaySeconds(1));
        assertThat(take(queue, 20)).hasSize(1);
        assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void answersBatchesEntryByEntry() {
        SendMessageBatchResponse sent =
                sqs.sendMessageBatch(r ->
                        r.queueUrl(queue)
                                .entries(
                                        e -> e.id("1").messageBody("one"),
                                        e -> e.id("2").messageBody("two")));
        assertThat(sent.successful()).extracting(entry -> entry.id()).containsExactly("1", "2");
        List<Message> received = receive(queue, 20);
        assertThat(
                        sqs.deleteMessageBatch(r ->
                                        r.queueUrl(queue)
                                                .entries(
                                                        received.stream()
                                                                .map(m ->
                                                                        DeleteMessageBatchRequestEntry
                                                                                .builder()
                                                                                .id(m.body())
                                                                                .receiptHandle(
                                                                                        m
                                                                                                .receiptHandle())
                                                                                .build())
                                                                .toList()))
                                .successful())
                .hasSameSizeAs(received);
    }

    @Test
    void keepsTheOrderOfAGroupAndDropsDuplicates() {
        String group = UUID.randomUUID().toString();
        for (String body : List.of("1 " + group, "1 " + group, "2 " + group)) {
            sqs.sendMessage(r -> r.queueUrl(orders).messageBody(body).messageGroupId(group));
        }
        Message first =
                sqs.receiveMessage(
                                r -> r.queueUrl(orders).maxNumberOfMessages(1).waitTimeSeconds(1))
                        .messages()
                        .getFirst();
        assertThat(first.body()).isEqualTo("1 " + group);
        assertThat(receive(orders, 0)).as("the group waits for its first").isEmpty();
        sqs.deleteMessage(r -> r.queueUrl(orders).receiptHandle(first.receiptHandle()));
        assertThat(take(orders, 20))
                .singleElement()
                .satisfies(m -> assertThat(m.body()).isEqualTo("2 " + group));
    }

    @Test
    void describesItselfAndSaysWhatIsMissing() {
        assertThat(
                        sqs.getQueueAttributes(r ->
                                        r.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
                                .attributes())
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "1")
                .containsKey(QueueAttributeName.REDRIVE_POLICY);
        assertThatThrownBy(() -> sqs.getQueueUrl(r -> r.queueName("NoSuchQueue")))
                .isInstanceOf(QueueDoesNotExistException.class);
    }

    private String url(String name) {
        return sqs.getQueueUrl(r -> r.queueName(name)).queueUrl();
    }

    /// Receives and deletes. What a test leaves in flight comes again a second later, into another.
    private List<Message> take(String from, int wait) {
        List<Message> messages = receive(from, wait);
        messages.forEach(message ->
                sqs.deleteMessage(r -> r.queueUrl(from).receiptHandle(message.receiptHandle())));
        return messages;
    }

    private List<Message> receive(String from, int wait) {
        return sqs.receiveMessage(
                        r -> r.queueUrl(from).maxNumberOfMessages(10).waitTimeSeconds(wait))
                .messages();
    }
}
