package dev.roadloop.sensorlog.chunk;

import dev.roadloop.sensorlog.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Opens the chunks that an index names before the cursor gets to them, on other threads: reading,
/// decompressing, summing up and walking over the records go on while messages are looked at. A
/// cursor that would have to wait opens chunks itself in the meantime.
///
/// Small chunks are opened several at a time ([ChunkGroups]), as handing one over costs as much as
/// opening it. What lies between them is lent to the cursor's [Window], so that it is not read
/// again.
///
/// What cannot be opened here is not reported here: the cursor opens it again by itself and says
/// what is wrong. Memory: a [GroupOpener] for each thread, one more for the messages that are
/// looked at, and one for those that come next.
public final class ChunksAhead implements Closeable {

    /// Larger chunks, compressed or decompressed, are left to the cursor.
    static final int MAX_BYTES = 8 << 20;

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /// Threads beside the cursor's.
    private static final int HELPERS = Math.min(3, CORES - 1);

    private final ByteSource source;
    private final Window window;
    private final List<ChunkRange> chunks;
    private final ChunkGroups groups;
    private final int maxBytes;
    private final List<Slot> slots;
    private final @Nullable FutureTask<OpenedGroup>[] running;
    private final Queue<FutureTask<OpenedGroup>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger helping = new AtomicInteger();
    private volatile boolean closed;
    private OpenedGroup current = OpenedGroup.NONE;
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

    /// What a group is opened with, by one thread at a time.
    private record Slot(GroupOpener opener, ChunkFormat format) {}

    /// @param window the cursor's, lent what lies between chunks
    /// @param known where chunks are; nothing is opened ahead if they are not worth it
    /// @param maxBytes largest chunk to open, compressed or decompressed
    /// @param format how they are packed, made for each thread
    @SuppressWarnings({"unchecked", "rawtypes"})
    public ChunksAhead(
            ByteSource source,
            Window window,
            KnownChunks known,
            int maxBytes,
            Supplier<ChunkFormat> format) {
        this.source = source;
        this.window = window;
        this.chunks = known.isWorthOpeningAhead() && HELPERS > 0 ? known.wanted() : List.of();
        this.groups = ChunkGroups.of(chunks);
        this.maxBytes = Math.min(MAX_BYTES, maxBytes);
        int most = Math.min(HELPERS + 2, groups.count());
        this.slots =
                Stream.generate(() -> new Slot(GroupOpener.take(), format.get()))
                        .limit(most)
                        .toList();
        this.running = new FutureTask[most];
    }

    /// The chunk at `at`, or null if the cursor must open it. What was taken before is invalid
    /// then.
    public @Nullable Opened take(long at) throws IOException {
        while (taken < chunks.size() && chunks.get(taken).from() < at) {
            taken++;
        }
        if (taken == chunks.size() || chunks.get(taken).from() != at) {
            return null;
        }
        int group = groups.of(taken);
        if (group != entered) {
            enter(group);
        }
        int place = taken++ - groups.first(group);
        return place < current.chunks().size() ? current.chunks().get(place) : null;
    }

    private void enter(int group) throws IOException {
        window.takeBack();
        current = OpenedGroup.NONE;
        for (int passed = entered + 1; passed < Math.min(group, submitted); passed++) {
            await(passed % running.length);
        }
        submitted = Math.max(submitted, group);
        while (submitted < groups.count() && submitted < group + running.length) {
            submit();
        }
        entered = group;
        current = await(group % running.length);
        window.lend(current.from(), current.bytes());
    }

    private void submit() {
        int number = submitted % running.length;
        Slot slot = slots.get(number);
        List<ChunkRange> group = chunks.subList(groups.first(submitted), groups.end(submitted));
        submitted++;
        FutureTask<OpenedGroup> task =
                new FutureTask<>(() ->
                        closed
                                ? OpenedGroup.NONE
                                : slot.opener().open(source, group, slot.format(), maxBytes));
        running[number] = task;
        waiting.add(task);
        if (helping.get() < HELPERS) {
            helping.incrementAndGet();
            Thread.ofVirtual().name("chunk-ahead").start(this::help);
        }
    }

    private void help() {
        try {
            for (FutureTask<?> task = waiting.poll(); task != null; task = waiting.poll()) {
                task.run();
            }
        } finally {
            helping.decrementAndGet();
        }
    }

    /// What came out of a slot's task. A task that no thread has begun is done by this one, and so
    /// are others, instead of waiting.
    private OpenedGroup await(int slot) throws IOException {
        FutureTask<OpenedGroup> task = running[slot];
        running[slot] = null;
        if (task == null) {
            return OpenedGroup.NONE;
        }
        while (!task.isDone()) {
            FutureTask<?> next = waiting.poll();
            if (next == null) {
                break;
            }
            next.run();
        }
        return resultOf(task);
    }

    private static OpenedGroup resultOf(FutureTask<OpenedGroup> task) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
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
        if (closed) {
            return;
        }
        closed = true;
        window.takeBack();
        current = OpenedGroup.NONE;
        for (int slot = 0; slot < running.length; slot++) {
            try {
                await(slot);
            } catch (IOException | IllegalStateException e) {
                // Nobody wants this chunk any more.
                continue;
            } finally {
                GroupOpener.giveBack(slots.get(slot).opener());
            }
        }
    }
}
