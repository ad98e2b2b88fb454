package dev.roadloop.sensorlog.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds the tree of a message.
final class TreeSink implements MessageSink {

    private final List<MessageNode> nodes;
    private final Deque<Level> levels = new ArrayDeque<>();

    /// A struct or list being built.
    private record Level(@Nullable Map<String, Object> struct, List<@Nullable Object> list) {}

    TreeSink(List<MessageNode> nodes) {
        this.nodes = nodes;
        levels.push(new Level(new LinkedHashMap<>(), List.of()));
    }

    MessageValue value() {
        return struct(levels.getFirst());
    }

    private static MessageValue struct(Level level) {
        return new MessageValue(level.struct() == null ? Map.of() : level.struct());
    }

    private void add(int node, Object value) {
        Level level = levels.getFirst();
        if (level.struct() == null) {
            level.list().add(value);
        } else {
            level.struct().put(nodes.get(node).name(), value);
        }
    }

    @Override
    public void bool(int node, boolean value) {
        add(node, value);
    }

    @Override
    public void integer(int node, long value) {
        add(node, value);
    }

    @Override
    public void float32(int node, float value) {
        add(node, value);
    }

    @Override
    public void float64(int node, double value) {
        add(node, value);
    }

    @Override
    public void text(int node, byte[] buffer, int offset, int length) {
        add(node, new String(buffer, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void blob(int node, byte[] buffer, int offset, int length, int messageOffset) {
        add(
                node,
                ByteBuffer.wrap(Arrays.copyOfRange(buffer, offset, offset + length))
                        .asReadOnlyBuffer());
    }

    @Override
    public void nanos(int node, long value) {
        add(node, value);
    }

    @Override
    public void absent(int node) {
        Level level = levels.getFirst();
        if (level.struct() == null) {
            level.list().add(null);
        }
    }

    @Override
    public void beginStruct(int node) {
        levels.push(new Level(new LinkedHashMap<>(), List.of()));
    }

    @Override
    public void endStruct(int node) {
        add(node, struct(levels.pop()));
    }

    @Override
    public void beginList(int node, int size) {
        levels.push(new Level(null, new ArrayList<>()));
    }

    @Override
    public void endList(int node) {
        add(node, Collections.unmodifiableList(levels.pop().list()));
    }
}
