package dev.roadloop.sensorlog.ros1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The header fields of one record, read again and again into the same object. Fields that a record
/// does not have are -1 or empty.
final class RecordHead {

    /// No real header is larger; connection records keep their long texts in the data.
    static final int MAX_BYTES = 1 << 20;

    int op;
    int connection;
    long time;
    long size;
    long count;
    long indexPosition;
    long chunkPosition;
    long startTime;
    long endTime;
    long chunkCount;
    long connectionCount;
    String compression = "";
    String topic = "";
    String encryptor = "";

    /// Reads the fields between `from` and `to`.
    ///
    /// @param in little-endian
    /// @return false if they are not header fields, or there is no `op`
    boolean read(ByteBuffer in, int from, int to) {
        clear();
        int i = from;
        while (i < to) {
            if (to - i < 4) {
                return false;
            }
            int length = in.getInt(i);
            i += 4;
            if (length < 2 || length > to - i) {
                return false;
            }
            int name = 0;
            while (name < length && in.get(i + name) != '=') {
                name++;
            }
            if (name == 0
                    || name == length
                    || !field(in, i, name, i + name + 1, length - name - 1)) {
                return false;
            }
            i += length;
        }
        return op >= 0;
    }

    private void clear() {
        op = -1;
        connection = -1;
        time = -1;
        size = -1;
        count = -1;
        indexPosition = -1;
        chunkPosition = -1;
        startTime = -1;
        endTime = -1;
        chunkCount = -1;
        connectionCount = -1;
        compression = "";
        topic = "";
        encryptor = "";
    }

    /// Takes one field by its name, which length and first letter tell; unknown ones are skipped.
    private boolean field(ByteBuffer in, int name, int nameLength, int at, int length) {
        byte first = in.get(name);
        switch (nameLength) {
            case 2 -> {
                if (first == 'o') {
                    op = length == 1 ? in.get(at) & 0xFF : -1;
                    return length == 1;
                }
            }
            case 4 -> {
                if (first == 'c') {
                    connection = length == 4 ? in.getInt(at) : -1;
                    return length == 4;
                }
                if (first == 't') {
                    time = length == 8 ? nanos(in, at) : -1;
                    return length == 8;
                }
                if (first == 's') {
                    size = length == 4 ? u32(in, at) : -1;
                    return length == 4;
                }
            }
            case 5 -> {
                if (first == 't') {
                    topic = text(in, at, length);
                } else if (first == 'c') {
                    count = length == 4 ? u32(in, at) : -1;
                    return length == 4;
                }
            }
            case 8 -> {
                if (first == 'e') {
                    endTime = length == 8 ? nanos(in, at) : -1;
                    return length == 8;
                }
            }
            default -> {
                return longerField(in, first, in.get(name + 1), nameLength, at, length);
            }
        }
        return true;
    }

    private boolean longerField(
            ByteBuffer in, byte first, byte second, int nameLength, int at, int length) {
        if (nameLength == 9 && first == 'i') {
            indexPosition = length == 8 ? in.getLong(at) : -1;
            return length == 8;
        } else if (nameLength == 9 && first == 'c') {
            chunkPosition = length == 8 ? in.getLong(at) : -1;
            return length == 8;
        } else if (nameLength == 9 && first == 'e') {
            encryptor = text(in, at, length);
        } else if (nameLength == 10 && first == 's') {
            startTime = length == 8 ? nanos(in, at) : -1;
            return length == 8;
        } else if (nameLength == 10 && first == 'c') {
            connectionCount = length == 4 ? u32(in, at) : -1;
            return length == 4;
        } else if (nameLength == 11 && first == 'c' && second == 'o') {
            compression = text(in, at, length);
        } else if (nameLength == 11 && first == 'c') {
            chunkCount = length == 4 ? u32(in, at) : -1;
            return length == 4;
        }
        return true;
    }

    static long nanos(ByteBuffer in, int at) {
        return u32(in, at) * 1_000_000_000L + u32(in, at + 4);
    }

    static long u32(ByteBuffer in, int at) {
        return in.getInt(at) & 0xFFFF_FFFFL;
    }

    static String text(ByteBuffer in, int at, int length) {
        byte[] copy = new byte[length];
        in.get(at, copy);
        return new String(copy, StandardCharsets.UTF_8);
    }
}
