package dev.roadloop.convert;

import dev.roadloop.drivejob.ScratchFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Messages of many tables that wait to be written, each table's in order. Up to a number of bytes
/// they wait in memory, beyond that in one scratch file.
final class Staging implements Closeable {

    /// The waiting messages of one table.
    static final class Queue {
        private byte[] buffer = new byte[0];
        private int size;
        private final List<long[]> blocks = new ArrayList<>(1);
        private long bytes;

        /// Bytes that wait.
        long bytes() {
            return bytes;
        }
    }

    /// Receives records in the order they were added.
    interface Reader {
        void record(ByteBuffer record) throws IOException;
    }

    private final int budget;
    private final ScratchFile file;
    private final List<Queue> inMemory = new ArrayList<>();
    private long memory;

    /// @param budget most bytes in memory, not counting one record
    Staging(Path file, int budget) throws IOException {
        this.budget = budget;
        this.file = new ScratchFile(file);
    }

    /// Adds one record: `head`, then `body`.
    void add(Queue queue, ByteBuffer head, ByteBuffer body) throws IOException {
        int length = head.remaining() + body.remaining();
        if (queue.size == 0) {
            inMemory.add(queue);
        }
        int needed = queue.size + Integer.BYTES + length;
        if (needed > queue.buffer.length) {
            int capacity = Math.max(needed, Math.min(queue.buffer.length * 2, needed + (1 << 20)));
            memory += capacity - queue.buffer.length;
            queue.buffer = Arrays.copyOf(queue.buffer, capacity);
        }
        ByteBuffer to = ByteBuffer.wrap(queue.buffer, queue.size, needed - queue.size);
        to.putInt(length).put(head).put(body);
        queue.size = needed;
        queue.bytes += Integer.BYTES + length;
        if (memory > budget) {
            spill();
        }
    }

    private void spill() throws IOException {
        for (Queue queue : inMemory) {
            if (queue.size > 0) {
                long begin = file.append(ByteBuffer.wrap(queue.buffer, 0, queue.size));
                queue.blocks.add(new long[] {begin, queue.size});
            }
            queue.buffer = new byte[0];
            queue.size = 0;
        }
        inMemory.clear();
        memory = 0;
    }

    /// Hands over and forgets all records of a queue.
    void drain(Queue queue, Reader reader) throws IOException {
        for (long[] block : queue.blocks) {
            records(file.read(block[0], (int) block[1]), reader);
        }
        records(ByteBuffer.wrap(queue.buffer, 0, queue.size), reader);
        memory -= queue.buffer.length;
        queue.buffer = new byte[0];
        queue.size = 0;
        queue.bytes = 0;
        queue.blocks.clear();
    }

    private static void records(ByteBuffer block, Reader reader) throws IOException {
        while (block.hasRemaining()) {
            int length = block.getInt();
            reader.record(block.slice(block.position(), length));
            block.position(block.position() + length);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
