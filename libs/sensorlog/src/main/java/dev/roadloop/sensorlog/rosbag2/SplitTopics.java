package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The topics of several files as those of one; grows while files without an index are read. For
/// several threads.
final class SplitTopics {

    private final Map<Topic, Topic> topics = new LinkedHashMap<>();

    /// The topic that stands for `topic` of one file: with the same content and an id of its own.
    synchronized Topic merged(Topic topic) {
        Topic content = withId(topic, 0);
        return topics.computeIfAbsent(content, any -> withId(content, topics.size() + 1));
    }

    /// In order of id.
    synchronized List<Topic> all() {
        return new ArrayList<>(topics.values());
    }

    private static Topic withId(Topic topic, int id) {
        return new Topic(
                id, topic.name(), topic.messageEncoding(), topic.schema(), topic.metadata());
    }
}
