/// Lambda: functions of the template, called in this JVM or, in strict mode, in a child JVM under
/// AWS's own runtime, and the event source mappings that feed them from queues. Start at
/// [dev.roadloop.embedded.lambda.LambdaApi]; one call's way is LambdaApi → InvokeCall →
/// EnvironmentPool → ExecutionEnvironment, an event's that nobody waits for AsyncInvocations →
/// Destinations, a queue's SqsPoller → QueueEvent.
@NullMarked
package dev.roadloop.embedded.lambda;

import org.jspecify.annotations.NullMarked;
