package dev.roadloop.sensorlog.message;

import dev.roadloop.sensorlog.message.ProtobufType.ProtobufField;
import java.util.Arrays;

/// Where the values of one message lie: per field a chain of positions.
final class ProtobufIndex {
    final int[] first;
    final int[] last;
    final int[] values;
    int[] next = new int[16];
    int[] at = new int[16];
    int[] wire = new int[16];
    int size;

    private ProtobufIndex(int fields) {
        first = new int[fields];
        last = new int[fields];
        values = new int[fields];
        Arrays.fill(first, -1);
    }

    private void add(int field, int position, int wireType, int count) {
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

    /// Indexes the message between two positions.
    ///
    /// @param start of the whole message, for error reports
    static ProtobufIndex of(ProtobufPlan plan, byte[] data, int start, int from, int limit)
            throws MalformedMessage {
        ProtobufCursor in = new ProtobufCursor(data, start, from, limit);
        ProtobufIndex index = new ProtobufIndex(plan.fields.size());
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
                        "expected wire type %d, found %d".formatted(field.wireType(), wireType));
            }
            index.add(i, position, wireType, count);
        }
        return index;
    }

    private static int packedCount(ProtobufCursor in, ProtobufField field) throws MalformedMessage {
        int length = in.length();
        int at = in.skip(length);
        int width = field.wireType() == ProtobufCursor.FIXED64 ? 8 : 4;
        if (field.wireType() != ProtobufCursor.VARINT) {
            if (length % width != 0) {
                throw in.malformed(
                        "%d bytes are no whole number of %d-byte values".formatted(length, width));
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
}
