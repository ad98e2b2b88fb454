/// SQS: the template's queues, every message on disk before it is accepted. Start at
/// [dev.roadloop.embedded.sqs.SqsApi].
@NullMarked
package dev.roadloop.embedded.sqs;

import org.jspecify.annotations.NullMarked;
