package dev.roadloop.sensorlog;

import java.util.Objects;

/// What was found in one topic.
///
/// @param topic its name; streams of the same name are one entry
/// @param messages how many
/// @param bytes sum of their serialised sizes
/// @param firstLogTime earliest, nanoseconds
/// @param lastLogTime latest, nanoseconds
/// @param maxGap longest step forward from one message to the next, nanoseconds
/// @param backwardSteps messages that are older than the one before them
/// @param sha256 hash over the messages in the order they were read, 64 hex digits; see
///   [LedgerRecorder]
public record TopicLedger(
        String topic,
        long messages,
        long bytes,
        long firstLogTime,
        long lastLogTime,
        long maxGap,
        long backwardSteps,
        String sha256) {

    public TopicLedger {
        Objects.requireNonNull(topic, "topic");
        if (messages < 1) {
            throw new IllegalArgumentException(
                    "ledger of " + topic + ": expected messages, found " + messages);
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "ledger of " + topic + ": not a SHA-256 in hex: " + sha256);
        }
    }
}
