package dev.roadloop.infra;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/// The queues of the ingest context: one that works, two that keep what failed for two weeks.
final class IngestQueues extends Construct {

    private final Queue landingObjects;
    private final Queue landingObjectsFailed;
    private final IQueue undelivered;

    /// @param consumerTimeout of the function that reads `LandingObjects`; a message stays hidden
    ///   six times as long, as [Lambda
    ///   asks](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html)
    IngestQueues(Construct scope, String id, Duration consumerTimeout) {
        super(scope, id);
        this.landingObjectsFailed = keeping("LandingObjectsFailed");
        this.landingObjects =
                Queue.Builder.create(this, "LandingObjects")
                        .encryption(QueueEncryption.SQS_MANAGED)
                        .enforceSsl(true)
                        .visibilityTimeout(
                                Duration.seconds(consumerTimeout.toSeconds().intValue() * 6))
                        .retentionPeriod(Duration.days(4))
                        .deadLetterQueue(
                                DeadLetterQueue.builder()
                                        .queue(landingObjectsFailed)
                                        .maxReceiveCount(5)
                                        .build())
                        .build();
        this.undelivered = new UndeliveredQueue(this, "Undelivered").queue();
    }

    /// "Object Created" events of the landing bucket.
    IQueue landingObjects() {
        return landingObjects;
    }

    /// Events that [#landingObjects()]'s consumer refused five times.
    IQueue landingObjectsFailed() {
        return landingObjectsFailed;
    }

    /// Events that no rule could deliver and asynchronous calls that failed.
    IQueue undelivered() {
        return undelivered;
    }

    private Queue keeping(String id) {
        return Queue.Builder.create(this, id)
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(14))
                .build();
    }
}
