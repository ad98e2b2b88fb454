package dev.roadloop.sensorlog.message;

import dev.roadloop.sensorlog.message.ProtobufType.ProtobufField;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Messages in protobuf. The fields of a message may lie in any order, so each message is first
/// indexed, and its values are then handed over in the order of the schema. Fields that the schema
/// does not know are passed over.
final class ProtobufFormat implements MessageFormat {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final List<MessageNode> nodes;
    private final Plan root;

    ProtobufFormat(ProtobufSchema schema, String name) {
        this.nodes = MessageNodes.of(schema.struct(name));
        this.root = new Plan(schema, schema.type(name), nodes.getFirst());
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

    /// A message type at its place in the schema.
    private static final class Plan {
        final List<ProtobufField> fields;
        final List<MessageNode> nodes;

        /// Plans of message fields, by index of the field; null for others.
        final Map<Integer, Plan> children = new HashMap<>();

        final Map<Integer, Integer> indexOfNumber = new HashMap<>();

        Plan(ProtobufSchema schema, ProtobufType type, MessageNode node) {
            fields = type.fields();
            nodes = node.children();
            for (int i = 0; i < fields.size(); i++) {
                ProtobufField field = fields.get(i);
                indexOfNumber.put(field.number(), i);
                MessageNode child = nodes.get(i);
                MessageNode value = field.repeated() && !child.isBlob() ? child.element() : child;
                if (value.type() instanceof StructType) {
                    children.put(i, new Plan(schema, schema.type(field.typeName()), value));
                }
            }
        }
    }

    /// Where the values of one message lie: per field a chain of positions.
    private static final class Index {
        final int[] first;
        final int[] last;
        final int[] values;
        int[] next = new int[16];
        int[] at = new int[16];
        int[] wire = new int[16];
        int size;

        Index(int fields) {
            first = new int[fields];
            last = new int[fields];
            values = new int[fields];
            Arrays.fill(first, -1);
        }

        void add(int field, int position, int wireType, int count) {
            if (size == at.length) {
                next = Arrays.copyOf(next, size * 2);
                at = Arrays.copyOf(at, size * 2);
                wire = Arrays.copyOf(wire, size * 2);
            }
            at[size] = position;
            wire[size] = wireType;
            next[size] = -1;
            if (first[field] < 0) {
                first[field] = size;
            } else {
                next[last[field]] = size;
            }
            last[field] = size;
            values[field] += count;
            size++;
        }
    }

    /// The decoding of one message. Depth is bounded by that of the schema.
    private record Run(int start, MessageSink sink) {

        void fields(Plan plan, byte[] data, int from, int limit) throws MalformedMessage {
            Index index = index(plan, data, from, limit);
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

        private Index index(Plan plan, byte[] data, int from, int limit) throws MalformedMessage {
            ProtobufCursor in = new ProtobufCursor(data, start, from, limit);
            Index index = new Index(plan.fields.size());
            while (!in.atEnd()) {
                long tag = in.varint();
                int number = (int) (tag >>> 3);
                int wireType = (int) (tag & 7);
                if (number <= 0 || tag >>> 32 != 0) {
                    throw in.malformed("field number %d is out of range".formatted(tag >>> 3));
                }
                Integer i = plan.indexOfNumber.get(number);
                if (i == null) {
                    in.skipValue(wireType, number);
                    continue;
                }
                ProtobufField field = plan.fields.get(i);
                in.node = plan.nodes.get(i).id();
                int position = in.position;
                int count = 1;
                if (wireType == ProtobufCursor.LENGTH && field.packable()) {
                    count = packedCount(in, field);
                } else if (wireType == field.wireType()
                        || wireType == ProtobufCursor.START_GROUP && field.isMessage()) {
                    in.skipValue(wireType, number);
                } else {
                    throw in.malformed(
                            "expected wire type %d, found %d"
                                    .formatted(field.wireType(), wireType));
                }
                index.add(i, position, wireType, count);
            }
            return index;
        }

        private static int packedCount(ProtobufCursor in, ProtobufField field)
                throws MalformedMessage {
            int length = in.length();
            int at = in.skip(length);
            int width = field.wireType() == ProtobufCursor.FIXED64 ? 8 : 4;
            if (field.wireType() != ProtobufCursor.VARINT) {
                if (length % width != 0) {
                    throw in.malformed(
                            "%d bytes are no whole number of %d-byte values"
                                    .formatted(length, width));
                }
                return length / width;
            }
            int count = 0;
            for (int i = at; i < at + length; i++) {
                count += in.data[i] >= 0 ? 1 : 0;
            }
            if (length > 0 && in.data[at + length - 1] < 0) {
                throw in.malformed("packed numbers end inside a number");
            }
            return count;
        }

        private void repeated(Plan plan, int i, Index index, byte[] data, int limit)
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

        private void single(Plan plan, int i, Index index, byte[] data, int limit)
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
        private byte[] merged(Plan plan, int i, Index index, byte[] data, int limit)
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

        private void value(Plan plan, int i, MessageNode node, int wireType, ProtobufCursor in)
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

        private void message(Plan plan, int i, MessageNode node, byte[] data, int from, int limit)
                throws MalformedMessage {
            Plan child = plan.children.get(i);
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
