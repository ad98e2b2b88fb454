package dev.roadloop.sensorlog;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What was found in a recording, topic by topic. Two recordings with equal ledgers hold the same
/// messages with the same log times, each topic's in the same order, whatever their formats.
///
/// @param topics by name, in order of name; only topics that have messages
public record Ledger(Map<String, TopicLedger> topics) {

    public Ledger {
        topics = Collections.unmodifiableMap(new TreeMap<>(topics));
    }

    /// Number of messages in all topics.
    public long messages() {
        return topics.values().stream().mapToLong(TopicLedger::messages).sum();
    }

    /// Sum of the serialised sizes.
    public long bytes() {
        return topics.values().stream().mapToLong(TopicLedger::bytes).sum();
    }
}
