package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was written to a file, or to all files of a bag: the content of `metadata.yaml`.
final class BagTally {

    private static final class Entry {
        private final Topic topic;
        private long messages;

        Entry(Topic topic) {
            this.topic = topic;
        }
    }

    private final Map<String, Entry> topics = new LinkedHashMap<>();
    private long messages;
    private long start = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;

    void declare(Topic topic) {
        topics.putIfAbsent(topic.name(), new Entry(topic));
    }

    void add(Topic topic, long logTime) {
        topics.computeIfAbsent(topic.name(), name -> new Entry(topic)).messages++;
        messages++;
        start = Math.min(start, logTime);
        end = Math.max(end, logTime);
    }

    long messages() {
        return messages;
    }

    /// Fields of a file's entry in `files`, and those of the same names of the whole bag.
    Map<String, Object> span() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("starting_time", Map.of("nanoseconds_since_epoch", start));
        fields.put("duration", Map.of("nanoseconds", messages == 0 ? 0 : end - start));
        fields.put("message_count", messages);
        return fields;
    }

    /// Value of `topics_with_message_count`.
    List<Map<String, Object>> topics() {
        return topics.values().stream().map(BagTally::described).toList();
    }

    private static Map<String, Object> described(Entry entry) {
        Topic topic = entry.topic;
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", topic.name());
        metadata.put("type", topic.schema().name());
        metadata.put("serialization_format", topic.messageEncoding());
        metadata.put(TopicTable.QOS, topic.metadata().getOrDefault(TopicTable.QOS, ""));
        metadata.put(
                "type_description_hash", topic.metadata().getOrDefault(TopicTable.TYPE_HASH, ""));
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("topic_metadata", metadata);
        described.put("message_count", entry.messages);
        return described;
    }
}
