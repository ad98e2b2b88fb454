package dev.roadloop.sensorlog.message;

/// Reads the protobuf wire format from a range of bytes.
///
/// Source: `protobuf.dev/programming-guides/encoding`.
final class ProtobufCursor {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int START_GROUP = 3;
    static final int END_GROUP = 4;
    static final int FIXED32 = 5;

    private static final int MAX_GROUP_DEPTH = 32;

    final byte[] data;
    private final int start;
    final int limit;
    int position;

    /// Place being decoded, for messages about errors.
    int node;

    /// @param start where the whole message begins; offsets in errors count from here
    ProtobufCursor(byte[] data, int start, int position, int limit) {
        this.data = data;
        this.start = start;
        this.position = position;
        this.limit = limit;
    }

    boolean atEnd() {
        return position >= limit;
    }

    long varint() throws MalformedMessage {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= limit) {
                throw malformed("the message ends inside a number");
            }
            byte b = data[position++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw malformed("a number has more than 10 bytes");
    }

    int fixed32() throws MalformedMessage {
        int at = skip(4);
        return (data[at] & 0xff)
                | (data[at + 1] & 0xff) << 8
                | (data[at + 2] & 0xff) << 16
                | data[at + 3] << 24;
    }

    long fixed64() throws MalformedMessage {
        long low = Integer.toUnsignedLong(fixed32());
        return low | (long) fixed32() << 32;
    }

    /// A length, checked against what remains.
    int length() throws MalformedMessage {
        long length = varint();
        if (length < 0 || length > limit - position) {
            throw malformed(
                    "a length of %s is declared and %d bytes remain"
                            .formatted(Long.toUnsignedString(length), limit - position));
        }
        return (int) length;
    }

    int skip(int bytes) throws MalformedMessage {
        if (bytes > limit - position) {
            throw malformed("%d bytes are needed and %d remain".formatted(bytes, limit - position));
        }
        int at = position;
        position += bytes;
        return at;
    }

    /// Moves past the value of a field.
    void skipValue(int wireType, int number) throws MalformedMessage {
        skipValue(wireType, number, 0);
    }

    private void skipValue(int wireType, int number, int depth) throws MalformedMessage {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> skip(8);
            case LENGTH -> skip(length());
            case FIXED32 -> skip(4);
            case START_GROUP -> {
                if (depth >= MAX_GROUP_DEPTH) {
                    throw malformed("groups nest deeper than " + MAX_GROUP_DEPTH);
                }
                while (true) {
                    int tag = (int) varint();
                    if ((tag & 7) == END_GROUP) {
                        if (tag >>> 3 != number) {
                            throw malformed(
                                    "group %d ends as group %d".formatted(number, tag >>> 3));
                        }
                        return;
                    }
                    skipValue(tag & 7, tag >>> 3, depth + 1);
                }
            }
            default -> throw malformed("wire type %d is unknown".formatted(wireType));
        }
    }

    MalformedMessage malformed(String problem) {
        return new MalformedMessage(node, position - start, problem + ".");
    }
}
