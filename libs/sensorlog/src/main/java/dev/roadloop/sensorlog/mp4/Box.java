package dev.roadloop.sensorlog.mp4;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A box of the index in memory, and the boxes in it.
///
/// Source: ISO/IEC 14496-12, 4.2 (object structure).
///
/// @param type four characters
/// @param content what is behind type and size, big-endian; shared, so read it through [#reader]
record Box(String type, ByteBuffer content) {

    /// Size and type.
    static final int HEADER = 8;

    /// The same with a size of 64 bits.
    static final int LONG_HEADER = 16;

    private static final int MOST_BOXES = 10_000;

    /// The content from its first byte on.
    ByteBuffer reader() {
        return content.duplicate();
    }

    /// The boxes one after the other in this one's content.
    ///
    /// @throws MalformedBoxException where one reaches over the end
    List<Box> children() throws MalformedBoxException {
        return children(reader());
    }

    /// The boxes from the position on.
    static List<Box> children(ByteBuffer in) throws MalformedBoxException {
        List<Box> boxes = new ArrayList<>();
        while (in.remaining() >= HEADER) {
            if (boxes.size() == MOST_BOXES) {
                throw new MalformedBoxException("more than " + MOST_BOXES + " boxes in one");
            }
            int start = in.position();
            long size = Integer.toUnsignedLong(in.getInt());
            String type = type(in);
            int header = HEADER;
            if (size == 1 && in.remaining() >= Long.BYTES) {
                size = in.getLong();
                header = LONG_HEADER;
            } else if (size == 0) {
                size = in.limit() - (long) start;
            }
            if (size < header || size > in.limit() - (long) start) {
                throw new MalformedBoxException(
                        "the box %s has %d bytes where %d are left"
                                .formatted(type, size, in.limit() - start));
            }
            int end = start + (int) size;
            boxes.add(new Box(type, in.slice(start + header, end - start - header)));
            in.position(end);
        }
        return boxes;
    }

    /// Four characters.
    static String type(ByteBuffer in) {
        byte[] name = new byte[4];
        in.get(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    /// The first box of a type.
    Optional<Box> find(String wanted) throws MalformedBoxException {
        return children().stream().filter(box -> box.type().equals(wanted)).findFirst();
    }

    /// The box at a path of types, which must be there.
    ///
    /// @throws MalformedBoxException where it is missing
    Box get(String... path) throws MalformedBoxException {
        Box at = this;
        for (String wanted : path) {
            Optional<Box> found = at.find(wanted);
            if (found.isEmpty()) {
                throw new MalformedBoxException(
                        "expected a box %s in %s, found none".formatted(wanted, at.type()));
            }
            at = found.get();
        }
        return at;
    }

    /// Something read of a box.
    interface Reading<T> {
        /// @throws MalformedBoxException where the content is not what it must be
        T of(ByteBuffer content) throws MalformedBoxException;
    }

    /// Reads this box's content.
    ///
    /// @throws MalformedBoxException also where it ends before what is read of it
    <T> T read(Reading<T> reading) throws MalformedBoxException {
        try {
            return reading.of(reader());
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException e) {
            throw new MalformedBoxException(
                    "the box %s of %d bytes ends too early".formatted(type, content.capacity()));
        } catch (ArithmeticException e) {
            throw new MalformedBoxException("the box %s has absurd numbers".formatted(type));
        }
    }
}
