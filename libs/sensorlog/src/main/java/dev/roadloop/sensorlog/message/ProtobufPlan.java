package dev.roadloop.sensorlog.message;

import dev.roadloop.sensorlog.message.ProtobufType.ProtobufField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A message type at its place in the schema.
final class ProtobufPlan {
    final List<ProtobufField> fields;
    final List<MessageNode> nodes;

    /// Plans of message fields, by index of the field; null for others.
    final Map<Integer, ProtobufPlan> children = new HashMap<>();

    final Map<Integer, Integer> indexOfNumber = new HashMap<>();

    ProtobufPlan(ProtobufSchema schema, ProtobufType type, MessageNode node) {
        fields = type.fields();
        nodes = node.children();
        for (int i = 0; i < fields.size(); i++) {
            ProtobufField field = fields.get(i);
            indexOfNumber.put(field.number(), i);
            MessageNode child = nodes.get(i);
            MessageNode value = field.repeated() && !child.isBlob() ? child.element() : child;
            if (value.type() instanceof StructType) {
                children.put(i, new ProtobufPlan(schema, schema.type(field.typeName()), value));
            }
        }
    }
}
