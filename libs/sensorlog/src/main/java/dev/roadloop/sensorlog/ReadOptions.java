package dev.roadloop.sensorlog;

import java.util.Set;

/// Which messages to read, and in which order.
///
/// @param topics names of the topics to deliver; empty for all
/// @param from earliest log time to deliver, nanoseconds, inclusive
/// @param to log time to stop before, nanoseconds, exclusive; [Long#MAX_VALUE] for no end
/// @param order order of delivery
/// @param checkDataSection also check the CRC over all of an MCAP file's data section, which needs
///   every byte in file order; chunk CRCs are always checked
/// @param maxChunkBytes largest uncompressed chunk or single message to accept; a larger one is
///   reported as lost. Buffers grow to what is there, not to what is declared
/// @param sortBytes memory for messages that wait for their turn in log-time order
public record ReadOptions(
        Set<String> topics,
        long from,
        long to,
        Order order,
        boolean checkDataSection,
        int maxChunkBytes,
        int sortBytes) {

    /// Orders of delivery.
    public enum Order {
        /// As the messages lie in the file: the fastest.
        FILE,
        /// By log time, those of equal time as they lie in the file.
        LOG_TIME
    }

    private static final ReadOptions ALL =
            new ReadOptions(
                    Set.of(),
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    Order.FILE,
                    false,
                    512 << 20,
                    32 << 20);

    public ReadOptions {
        topics = Set.copyOf(topics);
        if (maxChunkBytes < 1 || sortBytes < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive, found maxChunkBytes "
                            + maxChunkBytes
                            + " and sortBytes "
                            + sortBytes);
        }
    }

    /// Everything, in file order.
    public static ReadOptions all() {
        return ALL;
    }

    /// These topics only.
    public ReadOptions withTopics(Set<String> names) {
        return new ReadOptions(names, from, to, order, checkDataSection, maxChunkBytes, sortBytes);
    }

    /// Log times in `[start, end)` only.
    public ReadOptions withTime(long start, long end) {
        return new ReadOptions(
                topics, start, end, order, checkDataSection, maxChunkBytes, sortBytes);
    }

    /// In this order.
    public ReadOptions withOrder(Order by) {
        return new ReadOptions(topics, from, to, by, checkDataSection, maxChunkBytes, sortBytes);
    }

    /// With the data section's CRC checked.
    public ReadOptions withDataSectionCheck() {
        return new ReadOptions(topics, from, to, order, true, maxChunkBytes, sortBytes);
    }

    /// With other limits.
    public ReadOptions withLimits(int chunkBytes, int bytesToSort) {
        return new ReadOptions(topics, from, to, order, checkDataSection, chunkBytes, bytesToSort);
    }

    /// True if a message of this topic is wanted.
    public boolean wantsTopic(String name) {
        return topics.isEmpty() || topics.contains(name);
    }

    /// True if a message of this log time is wanted.
    public boolean wantsTime(long logTime) {
        return logTime >= from && (logTime < to || to == Long.MAX_VALUE);
    }

    /// True if any time between `start` and `end`, both inclusive, is wanted.
    public boolean wantsAnyOf(long start, long end) {
        return end >= from && (start < to || to == Long.MAX_VALUE);
    }

    /// True if nothing is filtered out.
    public boolean wantsAll() {
        return topics.isEmpty() && from == Long.MIN_VALUE && to == Long.MAX_VALUE;
    }
}
