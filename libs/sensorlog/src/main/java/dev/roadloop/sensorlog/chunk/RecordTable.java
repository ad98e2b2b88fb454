package dev.roadloop.sensorlog.chunk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Where the messages and declarations of a chunk lie. Made by the thread that has opened the
/// chunk, while the cursor's delivers the messages of another.
///
/// Memory: 40 bytes for each of at most [#MOST] records; a chunk of more is walked in pieces.
public final class RecordTable {

    /// So many records are known at a time.
    static final int MOST = 1 << 14;

    /// A record is a row of these: first byte and topic, first bytes of message and next record,
    /// times, number. One array, as each costs a check on both sides.
    private static final int WIDTH = 5;

    private static final int START_AND_ID = 0;
    private static final int FROM_AND_NEXT = 1;
    private static final int LOG_TIME = 2;
    private static final int PUBLISH_TIME = 3;
    private static final int SEQUENCE = 4;

    /// Stands for the first byte of the message where there is none.
    private static final int DECLARATION = -1;

    private RecordLayout layout = (in, at, limit, found) -> RecordLayout.NONE;
    private ByteBuffer records = ByteBuffer.allocate(0);
    private long[] rows = new long[64 * WIDTH];
    private int used;
    private int end;
    private boolean broken;

    /// Looks at the beginning of a chunk.
    ///
    /// @param by for this table alone
    /// @return this
    RecordTable begin(RecordLayout by, ByteBuffer chunk) {
        layout = by;
        records = chunk;
        end = 0;
        broken = false;
        walk();
        return this;
    }

    /// Goes on where the last piece ended; false if there is no more.
    boolean more() {
        int before = end;
        walk();
        return end > before;
    }

    private void walk() {
        used = 0;
        ByteBuffer in = records;
        int limit = in.limit();
        int at = end;
        while (at < limit && used < MOST * WIDTH && !broken) {
            int next = layout.read(in, at, limit, this);
            if (next == RecordLayout.NONE) {
                broken = true;
            } else {
                at = next;
            }
        }
        end = at;
    }

    /// Looks at one record; false if it is not a whole and sound message.
    boolean readMessage(RecordLayout by, ByteBuffer in, int at, int limit) {
        used = 0;
        return by.read(in, at, limit, this) != RecordLayout.NONE && used > 0 && isMessage(0);
    }

    /// Adds a message.
    ///
    /// @param start first byte of the record
    /// @param topic its number, negative if it has none
    /// @param from first byte of the message itself, which ends where the next record begins
    /// @param next first byte after the record
    public void message(
            int start, int topic, long logged, long published, long number, int from, int next) {
        if (used == rows.length) {
            rows = Arrays.copyOf(rows, 2 * used);
        }
        long[] to = rows;
        int row = used;
        to[row + START_AND_ID] = pair(start, topic);
        to[row + FROM_AND_NEXT] = pair(from, next);
        to[row + LOG_TIME] = logged;
        to[row + PUBLISH_TIME] = published;
        to[row + SEQUENCE] = number;
        used = row + WIDTH;
    }

    /// Adds a declaration.
    ///
    /// @param start first byte of the record
    /// @param next first byte after it
    public void declaration(int start, int next) {
        message(start, 0, 0, 0, 0, DECLARATION, next);
    }

    private static long pair(int high, int low) {
        return (long) high << 32 | low & 0xFFFF_FFFFL;
    }

    private int high(int i, int column) {
        return (int) (rows[i * WIDTH + column] >> 32);
    }

    private int low(int i, int column) {
        return (int) rows[i * WIDTH + column];
    }

    /// Memory that it takes.
    long bytes() {
        return (long) rows.length * Long.BYTES;
    }

    /// Records of this piece.
    int size() {
        return used / WIDTH;
    }

    /// Byte after the last record that was looked at.
    int end() {
        return end;
    }

    boolean isMessage(int i) {
        return from(i) != DECLARATION;
    }

    /// First byte of the record.
    int start(int i) {
        return high(i, START_AND_ID);
    }

    int id(int i) {
        return low(i, START_AND_ID);
    }

    /// First byte of the message.
    int from(int i) {
        return high(i, FROM_AND_NEXT);
    }

    /// First byte after the record.
    int next(int i) {
        return low(i, FROM_AND_NEXT);
    }

    long logTime(int i) {
        return rows[i * WIDTH + LOG_TIME];
    }

    long publishTime(int i) {
        return rows[i * WIDTH + PUBLISH_TIME];
    }

    long sequence(int i) {
        return rows[i * WIDTH + SEQUENCE];
    }

    /// The records of this piece, for people.
    @Override
    public String toString() {
        return IntStream.range(0, size())
                .mapToObj(i ->
                        isMessage(i)
                                ? "message of %d at %d: %d %d %d, %d..%d"
                                        .formatted(
                                                id(i),
                                                start(i),
                                                logTime(i),
                                                publishTime(i),
                                                sequence(i),
                                                from(i),
                                                next(i))
                                : "declaration at %d..%d".formatted(start(i), next(i)))
                .toList()
                .toString();
    }
}
