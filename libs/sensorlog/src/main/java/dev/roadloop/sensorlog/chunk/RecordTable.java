package dev.roadloop.sensorlog.chunk;

import dev.roadloop.sensorlog.chunk.RecordLayout.Entry;
import dev.roadloop.sensorlog.chunk.RecordLayout.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Where the messages and declarations of a chunk lie. Made by the thread that has opened the
/// chunk, while the cursor's delivers the messages of another.
///
/// Memory: 44 bytes for each of at most [#MOST] records; a chunk of more is walked in pieces.
public final class RecordTable {

    /// So many records are known at a time.
    static final int MOST = 1 << 14;

    private final RecordLayout layout;
    private final Entry entry = new Entry();
    private ByteBuffer records = ByteBuffer.allocate(0);
    private int size;
    private int end;
    private boolean broken;
    private boolean[] messages = new boolean[64];
    private int[] ids = new int[64];
    private int[] starts = new int[64];
    private int[] froms = new int[64];
    private int[] nexts = new int[64];
    private long[] logTimes = new long[64];
    private long[] publishTimes = new long[64];
    private long[] sequences = new long[64];

    /// @param layout for this table alone
    public RecordTable(RecordLayout layout) {
        this.layout = layout;
    }

    /// Looks at the beginning of a chunk.
    ///
    /// @return this
    public RecordTable begin(ByteBuffer chunk) {
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
        size = 0;
        int limit = records.limit();
        int i = end;
        while (i < limit && size < MOST && !broken) {
            if (!layout.read(records, i, limit, entry)) {
                broken = true;
                break;
            }
            if (entry.kind != Kind.OTHER) {
                append(i);
            }
            i = entry.next;
        }
        end = i;
    }

    private void append(int start) {
        int i = size;
        if (i == ids.length) {
            grow(2 * i);
        }
        messages[i] = entry.kind == Kind.MESSAGE;
        ids[i] = entry.id;
        starts[i] = start;
        froms[i] = entry.from;
        nexts[i] = entry.next;
        logTimes[i] = entry.logTime;
        publishTimes[i] = entry.publishTime;
        sequences[i] = entry.sequence;
        size++;
    }

    private void grow(int length) {
        messages = Arrays.copyOf(messages, length);
        ids = Arrays.copyOf(ids, length);
        starts = Arrays.copyOf(starts, length);
        froms = Arrays.copyOf(froms, length);
        nexts = Arrays.copyOf(nexts, length);
        logTimes = Arrays.copyOf(logTimes, length);
        publishTimes = Arrays.copyOf(publishTimes, length);
        sequences = Arrays.copyOf(sequences, length);
    }

    /// Records of this piece.
    int size() {
        return size;
    }

    /// Byte after the last record that was looked at.
    int end() {
        return end;
    }

    boolean isMessage(int i) {
        return messages[i];
    }

    int id(int i) {
        return ids[i];
    }

    /// First byte of the record.
    int start(int i) {
        return starts[i];
    }

    /// First byte of the message.
    int from(int i) {
        return froms[i];
    }

    /// First byte after the record.
    int next(int i) {
        return nexts[i];
    }

    long logTime(int i) {
        return logTimes[i];
    }

    long publishTime(int i) {
        return publishTimes[i];
    }

    long sequence(int i) {
        return sequences[i];
    }
}
