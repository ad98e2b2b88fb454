package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.chunk.Declared;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The connections that a bag has declared so far, as topics.
final class Connections implements Declared {

    private static final int DENSE = 1 << 16;

    private @Nullable Topic[] dense = new Topic[64];
    private final Map<Integer, Topic> sparse = new TreeMap<>();

    /// A copy that can grow on its own.
    Connections copy() {
        Connections copy = new Connections();
        copy.dense = dense.clone();
        copy.sparse.putAll(sparse);
        return copy;
    }

    @Override
    public boolean declare(ByteBuffer in, int from, int to) {
        int data = from + 8 + in.getInt(from);
        RecordHead head = new RecordHead();
        return head.read(in, from + 4, data - 4) && add(head, in, data, to);
    }

    /// Declares a connection; one that was declared already stays as it is.
    ///
    /// @param head of the connection record
    /// @param from where in `in` the record's data starts, itself header fields
    /// @return false if the data is not that of a connection
    boolean add(RecordHead head, ByteBuffer in, int from, int to) {
        int id = head.connection;
        if (id < 0) {
            return false;
        }
        if (topic(id) != null) {
            return true;
        }
        Map<String, String> fields = fields(in, from, to);
        if (fields == null) {
            return false;
        }
        String name = head.topic.isEmpty() ? fields.getOrDefault("topic", "") : head.topic;
        Schema schema =
                Schema.of(
                        fields.getOrDefault("type", ""),
                        "ros1msg",
                        fields.getOrDefault("message_definition", ""));
        fields.keySet().removeAll(List.of("topic", "type", "message_definition"));
        put(new Topic(id, name, "ros1", schema, fields));
        return true;
    }

    private void put(Topic topic) {
        int id = topic.id();
        if (id >= DENSE) {
            sparse.put(id, topic);
            return;
        }
        if (id >= dense.length) {
            dense = Arrays.copyOf(dense, Math.min(DENSE, Math.max(2 * dense.length, id + 1)));
        }
        dense[id] = topic;
    }

    private static @Nullable Map<String, String> fields(ByteBuffer in, int from, int to) {
        Map<String, String> fields = new LinkedHashMap<>();
        int i = from;
        while (i < to) {
            int length = to - i < 4 ? -1 : in.getInt(i);
            i += 4;
            if (length < 2 || length > to - i) {
                return null;
            }
            String field = RecordHead.text(in, i, length);
            int equals = field.indexOf('=');
            if (equals < 1) {
                return null;
            }
            fields.put(field.substring(0, equals), field.substring(equals + 1));
            i += length;
        }
        return fields;
    }

    @Override
    public @Nullable Topic topic(int id) {
        return id < 0 ? null : id < dense.length ? dense[id] : sparse.get(id);
    }

    /// Name of a connection's topic, null if it was not declared.
    @Nullable String nameOf(int id) {
        Topic topic = topic(id);
        return topic == null ? null : topic.name();
    }

    /// All topics in order of id.
    List<Topic> all() {
        List<Topic> all = new ArrayList<>();
        for (Topic topic : dense) {
            if (topic != null) {
                all.add(topic);
            }
        }
        all.addAll(sparse.values());
        return all;
    }
}
