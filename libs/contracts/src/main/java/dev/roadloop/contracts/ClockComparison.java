package dev.roadloop.contracts;

/// How a clock in a topic's messages ran against the log clock. Offset, drift and jitter are those
/// of the longest stretch without a jump.
///
/// @param topic the topic
/// @param field where its messages carry the clock: `header.stamp`, or a field with the GPS's time
/// @param samples how many messages were compared
/// @param offsetSeconds the clock minus the log time, median
/// @param driftPpm how much faster the clock ran, in millionths
/// @param jitterSeconds spread around offset and drift, as a standard deviation that ignores
///   outliers
/// @param jumps how often the offset changed from one message to the next by more than the policy
///   allows
/// @param greatestJumpSeconds the greatest such change, allowed or not
public record ClockComparison(
        String topic,
        String field,
        long samples,
        double offsetSeconds,
        double driftPpm,
        double jitterSeconds,
        long jumps,
        double greatestJumpSeconds) {
    /// @throws IllegalArgumentException when a field is missing or a count negative
    public ClockComparison {
        Required.present(topic, "topic");
        Required.text(field, "field");
        Required.notNegative(samples, "samples");
        Required.notNegative(jumps, "jumps");
    }
}
