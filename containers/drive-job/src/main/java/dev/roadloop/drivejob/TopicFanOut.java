package dev.roadloop.drivejob;

import dev.roadloop.sensorlog.Message;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Hands the messages of a recording to workers on all cores while the recording is read on. The
/// messages of one [Lane] are taken one after the other in the order they were added, so what a
/// lane comes to does not depend on the number of threads.
///
/// ```java
/// try (TopicFanOut fanOut = TopicFanOut.onAllCores()) {
///     while (cursor.next()) {
///         fanOut.add(laneOf(cursor.message().topic()), worker, cursor.message());
///     }
///     fanOut.drain();
/// }
/// ```
///
/// Memory: the bytes given, plus the largest message, plus about 100 bytes for each lane. For one
/// adding thread.
public final class TopicFanOut implements Closeable {

    private static final int MAX_IN_FLIGHT = 64 << 20;
    private static final int HEAP_SHARE = 8;
    private static final int MAX_BATCH_BYTES = 1 << 20;

    private final ExecutorService threads;
    private final int inFlight;
    private final int batchBytes;
    private final Semaphore room;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private @Nullable MessageBatch open;

    /// Takes messages.
    public interface Worker {
        /// @param message valid during the call only; its data lies in an array
        void take(Message message) throws IOException;
    }

    /// Messages that must be taken one after the other: those of one topic.
    public static final class Lane {
        private final Queue<MessageBatch.Share> waiting = new ArrayDeque<>(1);
        private boolean running;

        /// The lane's share of the batch that is being filled; of the adding thread alone.
        MessageBatch.@Nullable Share filling;
    }

    /// @param threads how many work at the same time
    /// @param inFlight most bytes of messages that wait, not counting the largest message
    public TopicFanOut(int threads, int inFlight) {
        if (threads < 1 || inFlight < 1) {
            throw new IllegalArgumentException(
                    "expected threads and bytes of 1 or more, found " + threads + ", " + inFlight);
        }
        this.threads =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().name("topics-", 0).daemon().factory());
        this.inFlight = inFlight;
        this.batchBytes = Math.max(1, Math.min(MAX_BATCH_BYTES, inFlight / (2 * threads + 2)));
        this.room = new Semaphore(inFlight);
    }

    /// A thread for each core, and an eighth of the heap but 64 MiB at most in flight.
    public static TopicFanOut onAllCores() {
        return new TopicFanOut(
                Runtime.getRuntime().availableProcessors(),
                (int) Math.min(MAX_IN_FLIGHT, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    }

    /// Has a message taken later; it is copied, so the cursor may move on.
    ///
    /// @throws IOException if a worker threw one before; so for its other exceptions
    public void add(Lane lane, Worker worker, Message message) throws IOException {
        throwFailure();
        int length = message.data().remaining();
        MessageBatch batch = open;
        if (batch == null || !batch.hasRoomFor(length)) {
            flush();
            int bytes = Math.max(batchBytes, length);
            int permits = Math.min(bytes, inFlight);
            room.acquireUninterruptibly(permits);
            batch = new MessageBatch(bytes, permits);
            open = batch;
        }
        batch.add(lane, worker, message);
    }

    /// Waits until all messages were taken.
    ///
    /// @throws IOException if a worker threw one; so for its other exceptions
    public void drain() throws IOException {
        flush();
        room.acquireUninterruptibly(inFlight);
        room.release(inFlight);
        throwFailure();
    }

    /// Stops; messages that were not taken by then are not taken any more.
    @Override
    public void close() {
        failure.compareAndSet(null, new IllegalStateException("closed before it was drained"));
        threads.close();
    }

    private void flush() {
        MessageBatch batch = open;
        open = null;
        if (batch != null) {
            batch.shares().forEach(this::submit);
        }
    }

    private void submit(MessageBatch.Share share) {
        Lane lane = share.lane();
        lane.filling = null;
        synchronized (lane) {
            lane.waiting.add(share);
            if (lane.running) {
                return;
            }
            lane.running = true;
        }
        threads.execute(() -> work(lane));
    }

    private void work(Lane lane) {
        while (true) {
            MessageBatch.Share share;
            synchronized (lane) {
                share = lane.waiting.poll();
                if (share == null) {
                    lane.running = false;
                    return;
                }
            }
            try {
                if (failure.get() == null) {
                    share.handOver();
                }
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                room.release(share.permitsWhenDone());
            }
        }
    }

    private void throwFailure() throws IOException {
        switch (failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
