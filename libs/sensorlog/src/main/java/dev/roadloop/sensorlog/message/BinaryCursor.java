package dev.roadloop.sensorlog.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads numbers from one message, with the alignment and byte order of its encoding. Every read is
/// checked against what remains of the message.
final class BinaryCursor {

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final byte[] data;
    private final int start;
    private final int maxAlignment;
    private final boolean bigEndian;
    int position;

    /// Where alignment counts from.
    int origin;

    /// Where what is being read ends, at the latest.
    int limit;

    /// Place being decoded, for messages about errors.
    int node;

    /// @param start where the message begins in `data`; offsets in errors count from here
    /// @param origin where alignment counts from, and where reading begins
    /// @param maxAlignment numbers are aligned to their size, but to no more than this
    BinaryCursor(
            byte[] data, int start, int limit, int origin, int maxAlignment, boolean bigEndian) {
        this.data = data;
        this.start = start;
        this.limit = limit;
        this.origin = origin;
        this.maxAlignment = maxAlignment;
        this.bigEndian = bigEndian;
        this.position = origin;
    }

    int remaining() {
        return limit - position;
    }

    int messageOffset() {
        return position - start;
    }

    /// Moves past the padding before a value and checks that its bytes are there.
    ///
    /// @return position of the value; the cursor then stands behind it
    private int take(int size) throws MalformedMessage {
        int alignment = Math.min(size, maxAlignment);
        int at = origin + ((position - origin + alignment - 1) & -alignment);
        if (limit - at < size) {
            throw malformed(
                    "%d bytes are needed and %d remain".formatted(size, Math.max(0, limit - at)));
        }
        position = at + size;
        return at;
    }

    /// Moves past the padding before something that is aligned to `size` bytes.
    void align(int size) throws MalformedMessage {
        int at = origin + ((position - origin + size - 1) & -size);
        if (at > limit) {
            throw malformed("%d bytes of padding are needed".formatted(at - position));
        }
        position = at;
    }

    byte int8() throws MalformedMessage {
        if (position >= limit) {
            throw malformed("1 byte is needed and none remains");
        }
        return data[position++];
    }

    short int16() throws MalformedMessage {
        short value = (short) SHORTS.get(data, take(2));
        return bigEndian ? Short.reverseBytes(value) : value;
    }

    int int32() throws MalformedMessage {
        int value = (int) INTS.get(data, take(4));
        return bigEndian ? Integer.reverseBytes(value) : value;
    }

    long int64() throws MalformedMessage {
        long value = (long) LONGS.get(data, take(8));
        return bigEndian ? Long.reverseBytes(value) : value;
    }

    /// A count of things of at least `elementSize` bytes each.
    int count(int elementSize) throws MalformedMessage {
        int count = int32();
        if (count < 0 || (long) count * elementSize > remaining()) {
            throw malformed(
                    "a length of %d is declared for elements of at least %d bytes, but %d bytes remain"
                            .formatted(Integer.toUnsignedLong(count), elementSize, remaining()));
        }
        return count;
    }

    /// Moves past `length` bytes.
    ///
    /// @return position of the first of them
    int skip(int length) throws MalformedMessage {
        if (length < 0 || length > remaining()) {
            throw malformed(
                    "%d bytes are needed and %d remain"
                            .formatted(Integer.toUnsignedLong(length), remaining()));
        }
        int at = position;
        position += length;
        return at;
    }

    /// A text of 32-bit units that each hold a UTF-16 code unit or a code point, as Fast CDR 1 and
    /// Cyclone DDS write it.
    byte[] wideText() throws MalformedMessage {
        int units = count(4);
        StringBuilder text = new StringBuilder(units);
        for (int i = 0; i < units; i++) {
            int unit = int32();
            if (!Character.isValidCodePoint(unit)) {
                throw malformed("0x%08x is no character".formatted(unit));
            }
            text.appendCodePoint(unit);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    MalformedMessage malformed(String problem) {
        return new MalformedMessage(node, position - start, problem + ".");
    }
}
