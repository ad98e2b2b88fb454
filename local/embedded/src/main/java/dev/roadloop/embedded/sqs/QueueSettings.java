package dev.roadloop.embedded.sqs;

import dev.roadloop.embedded.template.CloudResource;
import java.time.Duration;
import java.util.Optional;

/// A queue as the template declares it.
///
/// @param maxReceiveCount receives after which a message goes to the dead-letter queue; 0 where
///   there is none
/// @param deadLetterArn ARN of the dead-letter queue
record QueueSettings(
        String name,
        String arn,
        String url,
        Duration visibility,
        Duration delay,
        Duration retention,
        Duration longPoll,
        boolean fifo,
        boolean contentDeduplication,
        int maxReceiveCount,
        Optional<String> deadLetterArn) {

    static QueueSettings of(CloudResource queue) {
        boolean fifo = queue.property("FifoQueue").asBoolean();
        if (fifo != queue.name().endsWith(".fifo")) {
            throw new IllegalArgumentException(
                    queue
                            + ": the name of a FIFO queue, and of no other, ends in .fifo; found "
                            + queue.name());
        }
        return new QueueSettings(
                queue.name(),
                queue.arn(),
                queue.ref(),
                seconds(queue, "VisibilityTimeout", 30),
                seconds(queue, "DelaySeconds", 0),
                seconds(queue, "MessageRetentionPeriod", 345_600),
                seconds(queue, "ReceiveMessageWaitTimeSeconds", 0),
                fifo,
                queue.property("ContentBasedDeduplication").asBoolean(),
                queue.property("RedrivePolicy.maxReceiveCount").asInt(),
                queue.text("RedrivePolicy.deadLetterTargetArn"));
    }

    private static Duration seconds(CloudResource queue, String property, int fallback) {
        return Duration.ofSeconds(queue.text(property).map(Integer::parseInt).orElse(fallback));
    }
}
