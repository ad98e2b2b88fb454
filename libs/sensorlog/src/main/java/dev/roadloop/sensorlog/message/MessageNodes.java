package dev.roadloop.sensorlog.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lays a schema out as a tree of numbered places. Bounded, because a small schema can describe an
/// enormous tree.
final class MessageNodes {

    static final int MAX_NODES = 20_000;
    static final int MAX_DEPTH = 64;

    private final List<@Nullable MessageNode> nodes = new ArrayList<>();
    private final StructType root;

    private MessageNodes(StructType root) {
        this.root = root;
    }

    /// All nodes, each at the index of its id.
    static List<MessageNode> of(StructType root) {
        MessageNodes layout = new MessageNodes(root);
        layout.add("", "", root, 0);
        List<MessageNode> result = new ArrayList<>();
        for (MessageNode node : layout.nodes) {
            Optional.ofNullable(node).ifPresent(result::add);
        }
        return Collections.unmodifiableList(result);
    }

    private MessageNode add(String name, String path, FieldType type, int depth) {
        if (nodes.size() >= MAX_NODES || depth > MAX_DEPTH) {
            throw new MessageSchemaException(
                    "Type %s is too large: more than %d fields or %d levels at '%s'."
                            .formatted(root.name(), MAX_NODES, MAX_DEPTH, path));
        }
        int id = nodes.size();
        nodes.add(null);
        List<MessageNode> children = new ArrayList<>();
        switch (type) {
            case ScalarType _ -> {}
            case ListType list -> {
                if (!list.isBlob()) {
                    children.add(add("[]", path + "[]", list.element(), depth + 1));
                }
            }
            case StructType struct -> {
                for (Field field : struct.fields()) {
                    String childPath = path.isEmpty() ? field.name() : path + "." + field.name();
                    children.add(add(field.name(), childPath, field.type(), depth + 1));
                }
            }
        }
        MessageNode node = new MessageNode(id, name, path, type, children);
        nodes.set(id, node);
        return node;
    }
}
