package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.Arn;
import java.time.Duration;
import java.util.Optional;

/// Where a rule or schedule sends what it lets through.
///
/// @param id unique within the rule
/// @param roleArn who makes the call; absent where the resource's own policy decides
/// @param retry how long a failing call is repeated
/// @param deadLetterArn queue for what is given up
/// @param json the target as written, for the parameters of its kind and to be journaled
public record EventTarget(
        String id,
        String arn,
        Optional<String> roleArn,
        TargetInput input,
        RetryPolicy retry,
        Optional<String> deadLetterArn,
        JsonNode json) {

    /// How long a call is repeated. EventBridge's own defaults: 185 times within a day.
    ///
    /// @param maxAttempts repetitions after the first call, 0 to 185
    /// @param maxAge age of the event after which it is given up, 60 s to a day
    public record RetryPolicy(int maxAttempts, Duration maxAge) {

        /// @throws IllegalArgumentException outside the bounds above
        public RetryPolicy {
            if (maxAttempts < 0 || maxAttempts > 185) {
                throw new IllegalArgumentException(
                        "MaximumRetryAttempts: expected 0 to 185, found " + maxAttempts);
            }
            if (maxAge.compareTo(Duration.ofMinutes(1)) < 0
                    || maxAge.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(
                        "MaximumEventAgeInSeconds: expected 60 to 86400, found "
                                + maxAge.toSeconds());
            }
        }

        private static RetryPolicy parse(JsonNode node) {
            return new RetryPolicy(
                    node.path("MaximumRetryAttempts").asInt(185),
                    Duration.ofSeconds(node.path("MaximumEventAgeInSeconds").asLong(86_400)));
        }
    }

    /// Reads a target as CloudFormation and the APIs of EventBridge and Scheduler write it.
    public static EventTarget parse(JsonNode json) {
        String arn = json.path("Arn").asText("");
        if (arn.isEmpty()) {
            throw new IllegalArgumentException("target: expected an Arn, found " + json);
        }
        return new EventTarget(
                json.path("Id").asText("target"),
                arn,
                text(json, "RoleArn"),
                TargetInput.parse(json),
                RetryPolicy.parse(json.path("RetryPolicy")),
                text(json.path("DeadLetterConfig"), "Arn"),
                json);
    }

    /// Whether the embedded mode has what the target is.
    public boolean isServed() {
        return TargetCaller.SERVED.contains(Arn.parse(arn).service());
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.of(json.path(field).asText("")).filter(value -> !value.isEmpty());
    }
}
