package dev.roadloop.sensorlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Positioned reads of a remote object, in blocks that are kept for a while. When two neighbouring
/// blocks were read, the next is fetched ahead on a virtual thread, so that a reader that goes
/// through the file waits for at most the first.
///
/// Memory: [#KEPT] blocks.
final class BlockSource implements ByteSource {

    static final int KEPT = 4;

    private final String name;
    private final long size;
    private final int blockBytes;
    private final RangeReader reader;
    private final Map<Long, FutureTask<byte[]>> blocks;

    BlockSource(String name, long size, int blockBytes, RangeReader reader) {
        if (size < 0 || blockBytes < 1) {
            throw new IllegalArgumentException(
                    name
                            + ": expected a size and blocks of some bytes, found "
                            + size
                            + " and "
                            + blockBytes);
        }
        this.name = name;
        this.size = size;
        this.blockBytes = blockBytes;
        this.reader = reader;
        this.blocks =
                new LinkedHashMap<>(KEPT + 1, 1, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(
                            Map.Entry<Long, FutureTask<byte[]>> eldest) {
                        return size() > KEPT;
                    }
                };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        int total = 0;
        while (target.hasRemaining() && position + total < size) {
            long at = position + total;
            byte[] block = block(at / blockBytes);
            int offset = (int) (at % blockBytes);
            int n = Math.min(target.remaining(), block.length - offset);
            target.put(block, offset, n);
            total += n;
        }
        return total;
    }

    private byte[] block(long number) throws IOException {
        boolean sequential;
        synchronized (blocks) {
            sequential = number > 0 && blocks.containsKey(number - 1);
        }
        FutureTask<byte[]> wanted = task(number);
        if (sequential && (number + 1) * blockBytes < size) {
            FutureTask<byte[]> ahead = task(number + 1);
            if (!ahead.isDone()) {
                Thread.ofVirtual().name("read-ahead-" + name).start(ahead);
            }
        }
        wanted.run();
        try {
            return wanted.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(name + ": interrupted while reading block " + number, e);
        } catch (ExecutionException e) {
            forget(number, wanted);
            // A new exception, because the cause has the stack of the thread that fetched.
            throw new IOException(name + ": cannot read block " + number + ": " + e.getCause(), e);
        }
    }

    private FutureTask<byte[]> task(long number) {
        synchronized (blocks) {
            return blocks.computeIfAbsent(number, n -> new FutureTask<>(() -> fetch(n)));
        }
    }

    private void forget(long number, FutureTask<byte[]> failed) {
        synchronized (blocks) {
            blocks.remove(number, failed);
        }
    }

    private byte[] fetch(long number) throws IOException {
        long offset = number * blockBytes;
        int length = (int) Math.min(blockBytes, size - offset);
        byte[] bytes = reader.read(offset, length);
        if (bytes.length != length) {
            throw new IOException(
                    "%s: expected %d bytes from %d, found %d; has the object changed?"
                            .formatted(name, length, offset, bytes.length));
        }
        return bytes;
    }

    @Override
    public void release() {
        synchronized (blocks) {
            blocks.clear();
        }
    }

    @Override
    public void close() {
        release();
    }
}
