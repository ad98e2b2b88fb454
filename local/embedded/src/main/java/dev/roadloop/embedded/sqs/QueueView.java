package dev.roadloop.embedded.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// The attributes of a queue as GetQueueAttributes tells them.
final class QueueView {

    private QueueView() {}

    /// @param input whose `AttributeNames` say which ones
    static ObjectNode of(MessageQueue queue, JsonNode input) {
        QueueSettings settings = queue.settings();
        MessageQueue.Counts counts = queue.counts();
        ObjectNode all =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("QueueArn", settings.arn())
                        .put("ApproximateNumberOfMessages", String.valueOf(counts.visible()))
                        .put(
                                "ApproximateNumberOfMessagesNotVisible",
                                String.valueOf(counts.inFlight()))
                        .put("ApproximateNumberOfMessagesDelayed", String.valueOf(counts.delayed()))
                        .put("VisibilityTimeout", seconds(settings.visibility()))
                        .put("DelaySeconds", seconds(settings.delay()))
                        .put("MessageRetentionPeriod", seconds(settings.retention()))
                        .put("ReceiveMessageWaitTimeSeconds", seconds(settings.longPoll()))
                        .put("MaximumMessageSize", String.valueOf(SendRequest.MAX_MESSAGE_BYTES));
        if (settings.fifo()) {
            all.put("FifoQueue", "true")
                    .put(
                            "ContentBasedDeduplication",
                            String.valueOf(settings.contentDeduplication()));
        }
        settings.deadLetterArn()
                .ifPresent(arn ->
                        all.put(
                                "RedrivePolicy",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("deadLetterTargetArn", arn)
                                        .put("maxReceiveCount", settings.maxReceiveCount())
                                        .toString()));
        Set<String> wanted = new HashSet<>();
        input.path("AttributeNames").forEach(name -> wanted.add(name.asText()));
        return wanted.contains("All") ? all : all.retain(wanted);
    }

    private static String seconds(Duration duration) {
        return String.valueOf(duration.toSeconds());
    }
}
