package dev.roadloop.sensorlog.message;

import dev.roadloop.sensorlog.message.ProtobufType.ProtobufField;
import java.util.List;

/// Messages in protobuf. The fields of a message may lie in any order, so each message is first
/// indexed, and its values are then handed over in the order of the schema. Fields that the schema
/// does not know are passed over.
final class ProtobufFormat implements MessageFormat {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final List<MessageNode> nodes;
    private final ProtobufPlan root;

    ProtobufFormat(ProtobufSchema schema, String name) {
        this.nodes = MessageNodes.of(schema.struct(name));
        this.root = new ProtobufPlan(schema, schema.type(name), nodes.getFirst());
    }

    @Override
    public List<MessageNode> nodes() {
        return nodes;
    }

    @Override
    public void decode(byte[] data, int offset, int length, MessageSink sink)
            throws MalformedMessage {
        new Run(offset, sink).fields(root, data, offset, offset + length);
    }

    /// The decoding of one message. Depth is bounded by that of the schema.
    private record Run(int start, MessageSink sink) {

        void fields(ProtobufPlan plan, byte[] data, int from, int limit) throws MalformedMessage {
            ProtobufIndex index = ProtobufIndex.of(plan, data, start, from, limit);
            for (int i = 0; i < plan.fields.size(); i++) {
                ProtobufField field = plan.fields.get(i);
                MessageNode node = plan.nodes.get(i);
                if (field.repeated()) {
                    repeated(plan, i, index, data, limit);
                } else if (index.first[i] >= 0) {
                    single(plan, i, index, data, limit);
                } else if (field.present()) {
                    sink.absent(node.id());
                } else {
                    implicitDefault(node);
                }
            }
        }

        private void repeated(ProtobufPlan plan, int i, ProtobufIndex index, byte[] data, int limit)
                throws MalformedMessage {
            ProtobufField field = plan.fields.get(i);
            MessageNode node = plan.nodes.get(i);
            MessageNode element = node.element();
            sink.beginList(node.id(), index.values[i]);
            for (int entry = index.first[i]; entry >= 0; entry = index.next[entry]) {
                ProtobufCursor in = new ProtobufCursor(data, start, index.at[entry], limit);
                in.node = element.id();
                if (index.wire[entry] == ProtobufCursor.LENGTH && field.packable()) {
                    int end = in.length() + in.position;
                    while (in.position < end) {
                        number(element, field, in);
                    }
                } else {
                    value(plan, i, element, index.wire[entry], in);
                }
            }
            sink.endList(node.id());
        }

        private void single(ProtobufPlan plan, int i, ProtobufIndex index, byte[] data, int limit)
                throws MalformedMessage {
            MessageNode node = plan.nodes.get(i);
            boolean merge = plan.fields.get(i).isMessage() && index.first[i] != index.last[i];
            if (merge) {
                byte[] merged = merged(plan, i, index, data, limit);
                message(plan, i, node, merged, 0, merged.length);
                return;
            }
            ProtobufCursor in = new ProtobufCursor(data, start, index.at[index.last[i]], limit);
            in.node = node.id();
            value(plan, i, node, index.wire[index.last[i]], in);
        }

        /// Occurrences of one message field merge, which is what concatenating their bytes does.
        private byte[] merged(ProtobufPlan plan, int i, ProtobufIndex index, byte[] data, int limit)
                throws MalformedMessage {
            java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
            for (int entry = index.first[i]; entry >= 0; entry = index.next[entry]) {
                ProtobufCursor in = new ProtobufCursor(data, start, index.at[entry], limit);
                int end = end(plan.fields.get(i), index.wire[entry], in);
                bytes.write(data, in.position, end - in.position);
            }
            return bytes.toByteArray();
        }

        /// Where the bytes of a message or group end; the cursor then stands at their beginning.
        private static int end(ProtobufField field, int wireType, ProtobufCursor in)
                throws MalformedMessage {
            if (wireType == ProtobufCursor.LENGTH) {
                return in.length() + in.position;
            }
            int from = in.position;
            in.skipValue(wireType, field.number());
            int end = in.position;
            in.position = from;
            int tagSize = 1;
            for (int rest = field.number() << 3 >>> 7; rest != 0; rest >>>= 7) {
                tagSize++;
            }
            return end - tagSize;
        }

        private void value(
                ProtobufPlan plan, int i, MessageNode node, int wireType, ProtobufCursor in)
                throws MalformedMessage {
            ProtobufField field = plan.fields.get(i);
            if (field.isMessage()) {
                int end = end(field, wireType, in);
                message(plan, i, node, in.data, in.position, end);
            } else if (node.isBlob()) {
                int length = in.length();
                sink.blob(node.id(), in.data, in.position, length, in.position - start);
            } else if (node.type() == ScalarType.STRING) {
                int length = in.length();
                sink.text(node.id(), in.data, in.position, length);
            } else {
                number(node, field, in);
            }
        }

        private void message(
                ProtobufPlan plan, int i, MessageNode node, byte[] data, int from, int limit)
                throws MalformedMessage {
            ProtobufPlan child = plan.children.get(i);
            if (node.isBlob()) {
                sink.blob(node.id(), data, from, limit - from, -1);
            } else if (child == null) {
                sink.nanos(node.id(), nanos(node, data, from, limit));
            } else {
                sink.beginStruct(node.id());
                fields(child, data, from, limit);
                sink.endStruct(node.id());
            }
        }

        private long nanos(MessageNode node, byte[] data, int from, int limit)
                throws MalformedMessage {
            ProtobufCursor in = new ProtobufCursor(data, start, from, limit);
            in.node = node.id();
            long seconds = 0;
            int nanos = 0;
            while (!in.atEnd()) {
                int tag = (int) in.varint();
                switch (tag) {
                    case 8 -> seconds = in.varint();
                    case 16 -> nanos = (int) in.varint();
                    default -> in.skipValue(tag & 7, tag >>> 3);
                }
            }
            try {
                return Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), nanos);
            } catch (ArithmeticException e) {
                throw in.malformed(
                        "%d s are more nanoseconds than 64 bits hold".formatted(seconds));
            }
        }

        private void number(MessageNode node, ProtobufField field, ProtobufCursor in)
                throws MalformedMessage {
            int id = node.id();
            switch (field.type()) {
                case 1 -> sink.float64(id, Double.longBitsToDouble(in.fixed64()));
                case 2 -> sink.float32(id, Float.intBitsToFloat(in.fixed32()));
                case 3, 4 -> sink.integer(id, in.varint());
                case 5, 14 -> sink.integer(id, (int) in.varint());
                case 6, 16 -> sink.integer(id, in.fixed64());
                case 7 -> sink.integer(id, Integer.toUnsignedLong(in.fixed32()));
                case 8 -> sink.bool(id, in.varint() != 0);
                case 13 -> sink.integer(id, Integer.toUnsignedLong((int) in.varint()));
                case 15 -> sink.integer(id, in.fixed32());
                case 17 -> {
                    int raw = (int) in.varint();
                    sink.integer(id, raw >>> 1 ^ -(raw & 1));
                }
                case 18 -> {
                    long raw = in.varint();
                    sink.integer(id, raw >>> 1 ^ -(raw & 1));
                }
                default ->
                        throw in.malformed(
                                "type number %d is not supported".formatted(field.type()));
            }
        }

        private void implicitDefault(MessageNode node) {
            int id = node.id();
            switch (node.type()) {
                case ScalarType.BOOL -> sink.bool(id, false);
                case ScalarType.FLOAT32 -> sink.float32(id, 0);
                case ScalarType.FLOAT64 -> sink.float64(id, 0);
                case ScalarType.STRING -> sink.text(id, new byte[0], 0, 0);
                case ListType _ -> sink.blob(id, new byte[0], 0, 0, -1);
                case ScalarType _ -> sink.integer(id, 0);
                case StructType _ -> sink.absent(id);
            }
        }
    }
}
