package dev.roadloop.sensorlog.chunk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Opens the chunks that an index names before the cursor gets to them, on other threads: reading,
/// decompressing and summing up go on while messages are looked at.
///
/// What cannot be opened here is not reported here: the cursor opens it again by itself and says
/// what is wrong. Memory: [#MAX_THREADS] + 1 chunks of [#MAX_BYTES], compressed and decompressed.
public final class ChunksAhead implements Closeable {

    /// Larger chunks, compressed or decompressed, are left to the cursor.
    public static final int MAX_BYTES = 8 << 20;

    static final int MAX_THREADS = 3;

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final List<ChunkSpan> spans;
    private final Reader[] readers;
    private final @Nullable FutureTask<@Nullable Opened>[] running;
    private int taken;
    private int submitted;

    /// A chunk.
    ///
    /// @param from first byte of its record
    /// @param to first byte after it
    /// @param records decompressed, from 0 to the limit, little-endian
    public record Opened(long from, long to, ByteBuffer records) {}

    /// Opens chunks, one at a time. The records are valid until its next chunk.
    public interface Reader extends Closeable {

        /// The chunk at a place, if all of it can be had and trusted.
        @Nullable Opened open(ChunkSpan span) throws IOException;

        @Override
        void close();
    }

    /// @param spans chunks in order of position; empty to open none ahead
    /// @param reader makes a reader for one thread
    @SuppressWarnings({"unchecked", "rawtypes"})
    public ChunksAhead(List<ChunkSpan> spans, Supplier<Reader> reader) {
        boolean worthIt = CORES > 1 && spans.size() > 2;
        this.spans = worthIt ? List.copyOf(spans) : List.of();
        int slots = worthIt ? Math.min(MAX_THREADS, CORES) + 1 : 0;
        this.readers = Stream.generate(reader).limit(slots).toArray(Reader[]::new);
        this.running = new FutureTask[slots];
    }

    /// Whether any chunk is opened ahead.
    public boolean isActive() {
        return !spans.isEmpty();
    }

    /// The chunk at `at`, or null if the cursor must open it. What was taken before is invalid
    /// then.
    public @Nullable Opened take(long at) throws IOException {
        while (taken < spans.size() && spans.get(taken).position() < at) {
            pass();
        }
        if (taken == spans.size() || spans.get(taken).position() != at) {
            return null;
        }
        while (submitted < spans.size() && submitted < taken + readers.length) {
            submit();
        }
        return pass();
    }

    private void submit() {
        int slot = submitted % readers.length;
        ChunkSpan span = spans.get(submitted++);
        Reader reader = readers[slot];
        FutureTask<@Nullable Opened> task = new FutureTask<>(() -> reader.open(span));
        running[slot] = task;
        Thread.ofVirtual().name("chunk-ahead").start(task);
    }

    /// Waits for the next chunk and goes past it; null if it was not opened.
    private @Nullable Opened pass() throws IOException {
        int slot = taken % readers.length;
        boolean opened = taken++ < submitted;
        submitted = Math.max(submitted, taken);
        return opened ? await(slot) : null;
    }

    private @Nullable Opened await(int slot) throws IOException {
        FutureTask<@Nullable Opened> task = running[slot];
        running[slot] = null;
        boolean interrupted = false;
        try {
            while (task != null) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        for (int slot = 0; slot < readers.length; slot++) {
            try {
                await(slot);
            } catch (IOException | IllegalStateException e) {
                // Nobody wants this chunk any more.
                continue;
            } finally {
                readers[slot].close();
            }
        }
    }
}
