package dev.roadloop.ingest.register;

import dev.roadloop.ingest.register.LandingBatch.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;

/// When messages that were received come again, unless they are deleted before.
final class LandingQueue {
    private static final Logger LOG = LoggerFactory.getLogger(LandingQueue.class);

    /// What SQS takes in one call.
    private static final int AT_ONCE = 10;

    private final SqsClient sqs;
    private final String url;

    LandingQueue(SqsClient sqs, String url) {
        this.sqs = sqs;
        this.url = url;
    }

    /// Lets each message come again after its time, from now. Where that fails, it comes when the
    /// queue brings it, which loses time and nothing else.
    void bringAgain(Map<Message, Duration> messages) {
        List<Map.Entry<Message, Duration>> all = List.copyOf(messages.entrySet());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            bringAgain(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
    }

    private void bringAgain(List<Map.Entry<Message, Duration>> messages) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries =
                IntStream.range(0, messages.size())
                        .mapToObj(i -> entry(i, messages.get(i)))
                        .toList();
        try {
            ChangeMessageVisibilityBatchResponse response =
                    sqs.changeMessageVisibilityBatch(
                            request -> request.queueUrl(url).entries(entries));
            response.failed()
                    .forEach(failure ->
                            LOG.warn(
                                    "message {} comes again when the queue brings it: {}",
                                    messages.get(Integer.parseInt(failure.id()))
                                            .getKey()
                                            .messageId(),
                                    failure.message()));
        } catch (SdkException e) {
            LOG.warn(
                    "{} messages come again when the queue brings them: {}",
                    messages.size(),
                    e.getMessage());
        }
    }

    private static ChangeMessageVisibilityBatchRequestEntry entry(
            int id, Map.Entry<Message, Duration> message) {
        // Up to the next second: what comes too early comes in vain.
        long seconds = Math.max(0, message.getValue().plusMillis(999).toSeconds());
        return ChangeMessageVisibilityBatchRequestEntry.builder()
                .id(Integer.toString(id))
                .receiptHandle(message.getKey().receiptHandle())
                .visibilityTimeout((int) seconds)
                .build();
    }
}
