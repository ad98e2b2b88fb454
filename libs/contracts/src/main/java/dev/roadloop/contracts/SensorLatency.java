package dev.roadloop.contracts;

/// How long after the fact a sensor's messages were logged, found by laying what it saw over what
/// another sensor saw of the same motion.
///
/// @param topic the topic that is late
/// @param reference the topic that it was compared with
/// @param quantity what both measure: `speed`, `yaw rate`
/// @param seconds by how much its log times must be taken back to agree; negative where it is early
/// @param uncertaintySeconds half the range in which two thirds of estimates from parts of the
///   drive lie
/// @param correlation how alike the two are once aligned, 1 at most
/// @param comparedSeconds how long a motion was compared
public record SensorLatency(
        String topic,
        String reference,
        String quantity,
        double seconds,
        double uncertaintySeconds,
        double correlation,
        double comparedSeconds) {
    /// @throws IllegalArgumentException when a field is missing or a number is none
    public SensorLatency {
        Required.text(topic, "topic");
        Required.text(reference, "reference");
        Required.text(quantity, "quantity");
        if (!Double.isFinite(seconds)
                || !(uncertaintySeconds >= 0)
                || !Double.isFinite(correlation)
                || !(comparedSeconds >= 0)) {
            throw new IllegalArgumentException(
                    "latency of "
                            + topic
                            + ": expected finite numbers, found "
                            + seconds
                            + " s +- "
                            + uncertaintySeconds
                            + " s, correlation "
                            + correlation
                            + " over "
                            + comparedSeconds
                            + " s");
        }
    }
}
