package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.chunk.Declared;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The channels that a file has declared so far, as topics.
final class Channels implements Declared {

    private final Map<Integer, Schema> schemas = new HashMap<>();
    private final Map<Integer, McapRecord.Channel> waiting = new HashMap<>();
    private @Nullable Topic[] topics = new Topic[64];

    /// A copy that can grow on its own.
    Channels copy() {
        Channels copy = new Channels();
        copy.schemas.putAll(schemas);
        copy.waiting.putAll(waiting);
        copy.topics = topics.clone();
        return copy;
    }

    void add(McapRecord.SchemaRecord schema) {
        if (schema.id() == 0 || schemas.containsKey(schema.id())) {
            return;
        }
        schemas.put(schema.id(), Schema.of(schema.name(), schema.encoding(), schema.data()));
        waiting.values().removeIf(channel -> channel.schemaId() == schema.id() && define(channel));
    }

    /// Declares a channel. One that was declared already stays as it is: repeated records must be
    /// equal.
    void add(McapRecord.Channel channel) {
        if (topic(channel.id()) == null) {
            define(channel);
        }
    }

    private boolean define(McapRecord.Channel channel) {
        Schema schema = channel.schemaId() == 0 ? Schema.NONE : schemas.get(channel.schemaId());
        if (schema == null) {
            // Its messages can be delivered all the same; the schema may come later.
            waiting.put(channel.id(), channel);
            schema = Schema.NONE;
        }
        if (channel.id() >= topics.length) {
            topics = Arrays.copyOf(topics, Math.min(1 << 16, 2 * channel.id()));
        }
        topics[channel.id()] =
                new Topic(
                        channel.id(),
                        channel.topic(),
                        channel.messageEncoding(),
                        schema,
                        channel.metadata());
        return schema != Schema.NONE;
    }

    @Override
    public boolean declare(ByteBuffer in, int from, int to) {
        int content = from + Op.RECORD_HEAD;
        try {
            switch (RecordParser.parse(in.get(from) & 0xFF, in.slice(content, to - content))) {
                case McapRecord.SchemaRecord schema -> add(schema);
                case McapRecord.Channel channel -> add(channel);
                default -> throw new IllegalStateException("not a declaration at " + from);
            }
            return true;
        } catch (MalformedRecordException e) {
            return false;
        }
    }

    @Override
    public @Nullable Topic topic(int channelId) {
        return channelId < topics.length ? topics[channelId] : null;
    }

    /// Name of a channel's topic, null if it was not declared.
    @Nullable String nameOf(int channelId) {
        Topic topic = topic(channelId);
        return topic == null ? null : topic.name();
    }

    /// All topics in order of id.
    List<Topic> all() {
        List<Topic> all = new ArrayList<>();
        for (Topic topic : topics) {
            if (topic != null) {
                all.add(topic);
            }
        }
        return all;
    }
}
