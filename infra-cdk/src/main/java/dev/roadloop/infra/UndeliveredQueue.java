package dev.roadloop.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/// Keeps, for two weeks, what a context could not deliver: events of its rules and asynchronous
/// calls of its functions that failed. Each context has one, with an alarm.
final class UndeliveredQueue {

    private final Queue queue;

    /// @param id of the queue itself, directly in `scope`
    UndeliveredQueue(Construct scope, String id) {
        this.queue =
                Queue.Builder.create(scope, id)
                        .encryption(QueueEncryption.SQS_MANAGED)
                        .enforceSsl(true)
                        .retentionPeriod(Duration.days(14))
                        .build();
        NagSuppressions.addResourceSuppressions(
                queue,
                List.of(
                        NagPackSuppression.builder()
                                .id("AwsSolutions-SQS3")
                                .reason(
                                        "This is where undeliverable events and failed asynchronous"
                                            + " calls end; nothing consumes it, so nothing can fail"
                                            + " on it.")
                                .build()));
    }

    IQueue queue() {
        return queue;
    }
}
