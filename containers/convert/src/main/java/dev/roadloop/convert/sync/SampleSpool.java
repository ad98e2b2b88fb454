package dev.roadloop.convert.sync;

import dev.roadloop.drivejob.ScratchFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/// Samples of many topics on the scratch disk, each topic's in order, in records of one size.
///
/// Memory: at most 16 KiB for each topic, or one record where that is larger, and 8 bytes for each
/// 16 KiB on disk.
final class SampleSpool implements Closeable {

    private static final int BLOCK_BYTES = 16 << 10;
    private static final int FIRST_BYTES = 512;

    private final ScratchFile file;

    SampleSpool(Path path) throws IOException {
        file = new ScratchFile(path);
    }

    /// The samples of one topic.
    final class Queue {
        private final int slots;
        private final int recordBytes;
        private final int blockRecords;
        private long[] blocks = new long[2];
        private int blockCount;
        private ByteBuffer last;

        /// @param slots of each sample
        Queue(int slots) {
            this.slots = slots;
            this.recordBytes = Sample.bytes(slots);
            this.blockRecords = Math.max(1, BLOCK_BYTES / recordBytes);
            this.last = ByteBuffer.allocate(Math.max(recordBytes, FIRST_BYTES));
        }

        void add(Sample sample) throws IOException {
            if (last.remaining() < recordBytes) {
                makeRoom();
            }
            sample.write(last);
        }

        private void makeRoom() throws IOException {
            int full = blockRecords * recordBytes;
            last.flip();
            if (last.limit() < full) {
                int wanted = Math.max(2 * last.capacity(), recordBytes);
                last = ByteBuffer.allocate(Math.min(full, wanted)).put(last);
                return;
            }
            if (blockCount == blocks.length) {
                blocks = Arrays.copyOf(blocks, 2 * blockCount);
            }
            blocks[blockCount++] = file.append(last);
            last.clear();
        }

        /// Reads all from the first on. No more may be added meanwhile.
        Reader reader() {
            return new Reader(this);
        }
    }

    /// Reads the samples of one topic, as often as wanted.
    final class Reader {
        private final Queue queue;
        private ByteBuffer block = ByteBuffer.allocate(0);
        private int nextBlock;

        private Reader(Queue queue) {
            this.queue = queue;
        }

        /// The next sample, null at the end.
        @org.jspecify.annotations.Nullable
        Sample next() throws IOException {
            if (!block.hasRemaining()) {
                if (nextBlock > queue.blockCount) {
                    return null;
                }
                block =
                        nextBlock == queue.blockCount
                                ? queue.last.duplicate().flip()
                                : read(queue.blocks[nextBlock]);
                nextBlock++;
                return next();
            }
            Sample sample = new Sample(queue.slots);
            sample.read(block);
            return sample;
        }

        private ByteBuffer read(long at) throws IOException {
            return file.read(at, queue.blockRecords * queue.recordBytes);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
