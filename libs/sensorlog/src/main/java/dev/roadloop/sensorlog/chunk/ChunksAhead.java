package dev.roadloop.sensorlog.chunk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Opens the chunks that an index names before the cursor gets to them, on other threads: reading,
/// decompressing, summing up and walking over the records go on while messages are looked at.
///
/// Small chunks are opened several at a time, as handing one over costs as much as opening it.
///
/// What cannot be opened here is not reported here: the cursor opens it again by itself and says
/// what is wrong. Memory: [#MAX_THREADS] + 1 times a chunk of [#MAX_BYTES], or the small chunks
/// that [ChunkGroups] takes together, compressed and decompressed, and a [RecordTable] for each.
public final class ChunksAhead implements Closeable {

    /// Larger chunks, compressed or decompressed, are left to the cursor.
    public static final int MAX_BYTES = 8 << 20;

    /// A chunk that is opened together with the one before it is left to the cursor if it
    /// decompresses to more.
    static final int SMALL_BYTES = 2 << 20;

    static final int MAX_THREADS = 3;

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final List<ChunkSpan> spans;
    private final ChunkGroups groups;
    private final IntFunction<Reader> maker;
    private final List<List<Reader>> readers;
    private final @Nullable FutureTask<List<@Nullable Opened>>[] running;
    private List<@Nullable Opened> current = List.of();
    private int entered = -1;
    private int taken;
    private int submitted;

    /// A chunk.
    ///
    /// @param from first byte of its record
    /// @param to first byte after it
    /// @param records decompressed, from 0 to the limit, little-endian
    /// @param table what they are
    public record Opened(long from, long to, ByteBuffer records, RecordTable table) {}

    /// Opens chunks, one at a time. The records are valid until its next chunk.
    public interface Reader extends Closeable {

        /// The chunk at a place, if all of it can be had and trusted.
        @Nullable Opened open(ChunkSpan span) throws IOException;

        @Override
        void close();
    }

    /// @param spans chunks in order of position; empty to open none ahead
    /// @param reader makes a reader of chunks up to a size, which one thread uses at a time
    @SuppressWarnings({"unchecked", "rawtypes"})
    public ChunksAhead(List<ChunkSpan> spans, IntFunction<Reader> reader) {
        boolean worthIt = CORES > 1 && spans.size() > 2;
        this.spans = worthIt ? List.copyOf(spans) : List.of();
        this.groups = ChunkGroups.of(this.spans);
        this.maker = reader;
        int slots = worthIt ? Math.min(MAX_THREADS, CORES) + 1 : 0;
        this.readers = Stream.<List<Reader>>generate(ArrayList::new).limit(slots).toList();
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
            taken++;
        }
        if (taken == spans.size() || spans.get(taken).position() != at) {
            return null;
        }
        int group = groups.of(taken);
        if (group != entered) {
            enter(group);
        }
        int place = taken++ - groups.first(group);
        return place < current.size() ? current.get(place) : null;
    }

    private void enter(int group) throws IOException {
        for (int passed = entered + 1; passed < Math.min(group, submitted); passed++) {
            await(passed % running.length);
        }
        submitted = Math.max(submitted, group);
        while (submitted < groups.count() && submitted < group + running.length) {
            submit();
        }
        entered = group;
        current = List.of();
        current = await(group % running.length);
    }

    private void submit() {
        int slot = submitted % running.length;
        List<ChunkSpan> chunks = spans.subList(groups.first(submitted), groups.end(submitted));
        submitted++;
        List<Reader> own = readers.get(slot);
        while (own.size() < chunks.size()) {
            own.add(maker.apply(own.isEmpty() ? MAX_BYTES : SMALL_BYTES));
        }
        FutureTask<List<@Nullable Opened>> task = new FutureTask<>(() -> open(chunks, own));
        running[slot] = task;
        Thread.ofVirtual().name("chunk-ahead").start(task);
    }

    private static List<@Nullable Opened> open(List<ChunkSpan> chunks, List<Reader> readers)
            throws IOException {
        List<@Nullable Opened> opened = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            opened.add(readers.get(i).open(chunks.get(i)));
        }
        return opened;
    }

    private List<@Nullable Opened> await(int slot) throws IOException {
        FutureTask<List<@Nullable Opened>> task = running[slot];
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
            return List.of();
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
        for (int slot = 0; slot < running.length; slot++) {
            try {
                await(slot);
            } catch (IOException | IllegalStateException e) {
                // Nobody wants this chunk any more.
                continue;
            } finally {
                readers.get(slot).forEach(Reader::close);
            }
        }
    }
}
