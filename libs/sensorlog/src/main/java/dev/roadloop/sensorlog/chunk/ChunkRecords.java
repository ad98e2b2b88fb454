package dev.roadloop.sensorlog.chunk;

import dev.roadloop.sensorlog.Loss;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Delivers the messages of an open chunk.
public final class ChunkRecords {

    private final Declared declared;
    private final LossBook losses;
    private final Delivery delivery;
    private final RecordLayout layout;
    private final RecordTable own = new RecordTable();
    private final RecordTable single = new RecordTable();
    private RecordTable table;
    private @Nullable ByteBuffer records;
    private int next;
    private long from;
    private long to;

    /// @param layout for this object alone
    public ChunkRecords(
            RecordLayout layout, Declared declared, LossBook losses, Delivery delivery) {
        this.declared = declared;
        this.losses = losses;
        this.delivery = delivery;
        this.layout = layout;
        this.table = own;
    }

    /// Begins a chunk.
    ///
    /// @param from first byte of the chunk in the file
    /// @param to byte after its last
    public void open(ByteBuffer opened, long from, long to) {
        open(opened, own.begin(layout, opened), from, to);
    }

    /// Begins a chunk that was opened ahead.
    public void open(ChunksAhead.Opened opened) {
        open(opened.records(), opened.table(), opened.from(), opened.to());
    }

    private void open(ByteBuffer opened, RecordTable found, long first, long end) {
        records = opened;
        table = found;
        next = 0;
        from = first;
        to = end;
    }

    /// Whether a chunk was begun and not ended.
    public boolean isOpen() {
        return records != null;
    }

    /// True while there are records that were not looked at.
    public boolean hasMore() {
        ByteBuffer open = records;
        return open != null && (next < table.size() || table.end() < open.limit());
    }

    /// Ends the chunk after its last whole record.
    ///
    /// @return the bytes of those records
    public int trim() {
        ByteBuffer open = records;
        if (open == null) {
            return 0;
        }
        while (table.more()) {}
        open.limit(table.end());
        table.begin(layout, open);
        next = 0;
        return open.limit();
    }

    /// Ends a chunk of which only a part could be had after its last whole record.
    ///
    /// @param counts told of the messages before
    public void trim(Tally counts) {
        trim();
        if (records != null) {
            count(records, records.limit(), counts);
        }
    }

    /// Goes to the next message that is wanted; closes the chunk and is false at its end.
    public boolean next() {
        ByteBuffer open = records;
        if (open == null) {
            return false;
        }
        do {
            while (next < table.size()) {
                int i = next++;
                if (table.isMessage(i)) {
                    if (deliver(open, table, i)) {
                        return true;
                    }
                } else if (!declared.declare(open, table.start(i), table.next(i))) {
                    end(open, table.start(i));
                    return false;
                }
            }
            next = 0;
        } while (table.more());
        end(open, table.end());
        return false;
    }

    /// Counts a message that lies in no chunk, and shows it if it is wanted.
    ///
    /// @param at first byte of its record
    /// @param end first byte after it
    public boolean deliver(ByteBuffer buffer, int at, int end) {
        return single.readMessage(layout, buffer, at, end) && deliver(buffer, single, 0);
    }

    private boolean deliver(ByteBuffer open, RecordTable found, int i) {
        int id = found.id(i);
        return delivery.deliver(
                Math.max(id, 0),
                declared.topic(id),
                found.logTime(i),
                found.publishTime(i),
                found.sequence(i),
                open,
                found.from(i),
                found.next(i));
    }

    private void end(ByteBuffer open, int at) {
        int limit = open.limit();
        if (at < limit) {
            String detail = "chunk ends within a record at byte " + at + " of " + limit;
            count(open, at, losses.chunk(Loss.Reason.MALFORMED, from, to, detail));
        }
        records = null;
    }

    /// Counts the messages before a byte.
    private void count(ByteBuffer open, int end, Tally counts) {
        RecordTable all = table.begin(layout, open);
        do {
            for (int i = 0; i < all.size() && all.start(i) < end; i++) {
                if (all.isMessage(i) && all.id(i) >= 0) {
                    counts.add(all.id(i), 1);
                }
            }
        } while (all.end() < end && all.more());
        table.begin(layout, open);
    }
}
