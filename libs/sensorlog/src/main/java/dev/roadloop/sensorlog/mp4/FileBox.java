package dev.roadloop.sensorlog.mp4;

import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A box of the file itself, by its place.
///
/// @param type four characters
/// @param at its first byte
/// @param header bytes of size and type
/// @param size with its header, as it declares; it may reach over the file's end
record FileBox(String type, long at, int header, long size) {

    private static final long UNSIGNED = 0xffff_ffffL;

    /// The box at a place.
    ///
    /// @return empty where none can begin: fewer bytes are left than a header has, or the size is
    ///   impossible
    static Optional<FileBox> at(ByteSource source, long at) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(Box.LONG_HEADER);
        source.read(at, head);
        head.flip();
        if (head.remaining() < Box.HEADER) {
            return Optional.empty();
        }
        long size = head.getInt() & UNSIGNED;
        String type = Box.type(head);
        int header = Box.HEADER;
        if (size == 1 && head.remaining() >= Long.BYTES) {
            size = head.getLong();
            header = Box.LONG_HEADER;
        } else if (size == 0 && !type.equals("\0\0\0\0")) {
            size = source.size() - at;
        }
        return size < header || size > Long.MAX_VALUE - at
                ? Optional.empty()
                : Optional.of(new FileBox(type, at, header, size));
    }

    /// The byte after it, as it declares.
    long end() {
        return at + size;
    }

    /// Whether the file has all of it.
    boolean isWholeIn(ByteSource source) {
        return end() <= source.size();
    }

    /// Its content in memory. The caller has checked that it is whole, and its size.
    Box read(ByteSource source) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) (size - header));
        if (source.read(at + header, content) < content.capacity()) {
            throw new IOException(source.name() + ": it became shorter while it was read");
        }
        return new Box(type, content.flip());
    }
}
