package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.chunk.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Finds the next record after damage, by looking at every position for a header with the right
/// fields, whose record is followed by another.
final class BagResync {

    private static final int STEP = 256 << 10;

    private final Window window;
    private final RecordReader records;

    /// @param window of its own: it goes back and forth
    BagResync(Window window) {
        this.window = window;
        this.records = new RecordReader(window);
    }

    /// First plausible record at or after `from`, or `to` if there is none before it.
    long find(long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            int n = (int) Math.min(STEP, to - at);
            int peek = (int) Math.min(n + 8L, window.size() - at);
            if (!window.load(at, peek)) {
                return to;
            }
            // Checking a candidate moves the window; a copy keeps the search where it is.
            ByteBuffer part =
                    ByteBuffer.allocate(peek)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .put(window.buffer().slice(window.index(at), peek))
                            .flip();
            for (int i = 0; i < n && i + 8 <= peek; i++) {
                int head = part.getInt(i);
                int field = part.getInt(i + 4);
                if (head >= 8
                        && head <= 1 << 16
                        && field >= 4
                        && field <= head - 4
                        && plausible(at + i)) {
                    return at + i;
                }
            }
            at += n;
        }
        return to;
    }

    /// True if there is a record at `at` that can be, and one after it.
    boolean plausible(long at) throws IOException {
        if (!isRecord(at)) {
            return false;
        }
        long next = records.end();
        return next == window.size() || isRecord(next);
    }

    private boolean isRecord(long at) throws IOException {
        if (!records.read(at) || !records.isWhole()) {
            return false;
        }
        RecordHead head = records.head();
        return switch (head.op) {
            case BagOp.MESSAGE -> head.connection >= 0 && head.time >= 0;
            case BagOp.INDEX_DATA ->
                    head.connection >= 0 && records.dataLength() == 12 * head.count;
            case BagOp.CHUNK -> head.size >= 0 && BagChunks.compressionOf(head.compression) != null;
            case BagOp.CHUNK_INFO -> head.chunkPosition >= 0;
            case BagOp.CONNECTION -> head.connection >= 0 && !head.topic.isEmpty();
            default -> head.op == BagOp.BAG_HEADER && head.indexPosition >= 0;
        };
    }
}
