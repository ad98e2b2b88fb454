package dev.roadloop.sensorlog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts and hashes messages as they are read.
///
/// A topic's hash is SHA-256 over, for each of its messages in the order they were read: log time
/// (8 bytes), length of the data (8 bytes), both little-endian, and the data. Publish time and
/// sequence are left out, because not every format has them. SHA-256 because the ledger stands in
/// signed reports, anyone can recompute it, and processors have instructions for it: 1.6 GB/s and
/// 40 ns for a small message on one core (AMD Zen 5), more than Zstandard decodes. Faster hashes
/// are not in the JDK and are no evidence against intent.
///
/// Not for several threads. Memory: about 500 bytes for each topic.
public final class LedgerRecorder {

    private final Map<String, Entry> topics = new HashMap<>();
    private @Nullable Topic lastTopic;
    private @Nullable Entry lastEntry;

    /// Takes `message` into account; the position of its data is left as it was.
    public void add(Message message) {
        add(message.topic(), message.logTime(), message.data());
    }

    /// Takes a message into account; the position of `data` is left as it was.
    public void add(Topic topic, long logTime, ByteBuffer data) {
        Entry entry = lastEntry;
        if (entry == null || lastTopic != topic) {
            entry = topics.computeIfAbsent(topic.name(), name -> new Entry());
            lastEntry = entry;
            lastTopic = topic;
        }
        entry.add(logTime, data);
    }

    /// What was found so far; recording may go on.
    public Ledger toLedger() {
        Map<String, TopicLedger> found = new TreeMap<>();
        topics.forEach((name, entry) -> found.put(name, entry.toTopicLedger(name)));
        return new Ledger(found);
    }

    private static final class Entry {

        private final MessageDigest hash = newHash();
        private final ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        private long messages;
        private long bytes;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private long previous;
        private long maxGap;
        private long backwardSteps;

        void add(long logTime, ByteBuffer data) {
            int position = data.position();
            hash.update(head.putLong(0, logTime).putLong(8, data.remaining()).array());
            bytes += data.remaining();
            hash.update(data);
            data.position(position);
            if (messages > 0) {
                if (logTime < previous) {
                    backwardSteps++;
                } else {
                    maxGap = Math.max(maxGap, saturatedGap(previous, logTime));
                }
            }
            previous = logTime;
            first = Math.min(first, logTime);
            last = Math.max(last, logTime);
            messages++;
        }

        private static long saturatedGap(long earlier, long later) {
            long gap = later - earlier;
            return gap < 0 ? Long.MAX_VALUE : gap;
        }

        TopicLedger toTopicLedger(String name) {
            return new TopicLedger(
                    name,
                    messages,
                    bytes,
                    first,
                    last,
                    maxGap,
                    backwardSteps,
                    HexFormat.of().formatHex(digest()));
        }

        private byte[] digest() {
            try {
                return ((MessageDigest) hash.clone()).digest();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("this JDK's SHA-256 cannot be copied", e);
            }
        }

        private static MessageDigest newHash() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }
}
