package dev.roadloop.contracts;

import dev.roadloop.domain.SensorTime;
import org.jspecify.annotations.Nullable;

/// What a recording holds of one topic, exact enough that a later step can prove that nothing went
/// missing.
///
/// @param topic the topic's name
/// @param schema the name of its messages' type, for example `sensor_msgs/msg/Imu`
/// @param messages how many
/// @param bytes the sum of their payloads, in bytes
/// @param first the least log time; absent without messages
/// @param last the greatest log time; absent without messages
/// @param maxGapNanos the longest time between two messages in the order of log time, nanoseconds
/// @param hash the running hash over the messages in file order, hexadecimal
public record TopicLedger(
        String topic,
        String schema,
        long messages,
        long bytes,
        @Nullable SensorTime first,
        @Nullable SensorTime last,
        long maxGapNanos,
        String hash) {
    /// @throws IllegalArgumentException when a field is missing or a count negative
    public TopicLedger {
        Required.present(topic, "topic");
        Required.present(schema, "schema");
        Required.notNegative(messages, "messages");
        Required.notNegative(bytes, "bytes");
        Required.notNegative(maxGapNanos, "maxGapNanos");
        Required.present(hash, "hash");
    }
}
