package dev.roadloop.sensorlog;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a recording says about itself, without its messages having been read. Nothing of it is
/// checked: a [Ledger] is what was really found.
///
/// @param format what the file is
/// @param producer program that wrote it, empty if it does not say
/// @param topics in order of id; a file without index may reveal more topics while it is read
/// @param counts messages by [Topic#id], only where the file says
/// @param start earliest log time, null if the file does not say or has no messages
/// @param end latest log time, null likewise
/// @param indexed true if reading by time or topic need not touch the whole file
public record Summary(
        RecordingFormat format,
        String producer,
        List<Topic> topics,
        Map<Integer, Long> counts,
        @Nullable Long start,
        @Nullable Long end,
        boolean indexed) {

    public Summary {
        topics = List.copyOf(topics);
        counts = Map.copyOf(counts);
    }

    /// Number of messages in all topics, empty if the file does not say.
    public OptionalLong messages() {
        return counts.isEmpty() && !(indexed && topics.isEmpty())
                ? OptionalLong.empty()
                : OptionalLong.of(counts.values().stream().mapToLong(Long::longValue).sum());
    }

    /// Number of messages of the topic with this id, empty if the file does not say.
    public OptionalLong count(int topicId) {
        Long count = counts.get(topicId);
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }
}
