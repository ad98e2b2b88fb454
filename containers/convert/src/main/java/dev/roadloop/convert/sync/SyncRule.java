package dev.roadloop.convert.sync;

import dev.roadloop.convert.product.TopicPattern;
import org.jspecify.annotations.Nullable;

/// What a policy says of some fields. A part that is absent fits all; `*` in it stands for any
/// characters.
///
/// @param topic of which topics: `/gps/*`
/// @param type of which message types, without `msg/`: `sensor_msgs/NavSatFix`
/// @param field at which paths: `*.angular_velocity.*`; a rule about whole messages has none
/// @param kind how their columns get values; absent for the choice by schema
/// @param maxGapSeconds the longest gap that is bridged; absent for the policy's
/// @param latencySeconds how long after the fact messages are stamped, which is taken off their
///   times; of whole messages only
public record SyncRule(
        @Nullable String topic,
        @Nullable String type,
        @Nullable String field,
        @Nullable ColumnKind kind,
        @Nullable Double maxGapSeconds,
        @Nullable Double latencySeconds) {

    /// @throws IllegalArgumentException when it says nothing, or a gap is not positive
    public SyncRule {
        if (topic == null && type == null && field == null) {
            throw new IllegalArgumentException(
                    "sync rule: expected topic, type or field, found none");
        }
        if (kind == null && maxGapSeconds == null && latencySeconds == null) {
            throw new IllegalArgumentException(
                    "sync rule for "
                            + topic
                            + " "
                            + type
                            + " "
                            + field
                            + ": expected kind, maxGapSeconds or latencySeconds, found none");
        }
        if (latencySeconds != null
                && !(field == null && Math.abs(latencySeconds) <= SyncPolicy.MAX_GAP)) {
            throw new IllegalArgumentException(
                    "sync rule: latencySeconds is of whole messages, so without a field, and at"
                            + " most "
                            + SyncPolicy.MAX_GAP
                            + " either way; found "
                            + latencySeconds
                            + " for field "
                            + field);
        }
        if (maxGapSeconds != null && !(maxGapSeconds > 0 && maxGapSeconds <= SyncPolicy.MAX_GAP)) {
            throw new IllegalArgumentException(
                    "sync rule: maxGapSeconds must be above 0 and at most "
                            + SyncPolicy.MAX_GAP
                            + ", found "
                            + maxGapSeconds);
        }
    }

    /// Whether it is about this field.
    boolean fits(String foundTopic, String foundType, String foundField) {
        return fits(topic, foundTopic) && fits(type, foundType) && fits(field, foundField);
    }

    private static boolean fits(@Nullable String wanted, String found) {
        return wanted == null || TopicPattern.fits(wanted, found);
    }
}
