package dev.roadloop.redact;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Does work on all cores and hands the results on in the order in which it was given, so that what
/// comes out does not depend on the number of threads. For one adding thread.
///
/// Memory: what the work in flight holds, which is two pieces for each thread, and not more bytes
/// than given beside one piece.
final class OrderedWork<T> implements Closeable {

    private static final int HEAP_SHARE = 8;

    private final ExecutorService threads;
    private final int mostPieces;
    private final long mostBytes;
    private final Taker<T> taker;
    private final Deque<Piece<T>> waiting = new ArrayDeque<>();
    private long bytes;

    /// Takes results, in order.
    interface Taker<T> {
        /// @param result of the oldest piece of work that is not taken yet
        void take(T result) throws IOException;
    }

    private record Piece<T>(Future<T> result, long bytes) {}

    /// @param count how many threads
    OrderedWork(int count, Taker<T> taker) {
        this.threads =
                Executors.newFixedThreadPool(
                        count, Thread.ofPlatform().name("pictures-", 0).daemon().factory());
        this.mostPieces = 2 * count;
        this.mostBytes = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        this.taker = taker;
    }

    /// Has a piece of work done; waits for the oldest while too much is in flight.
    ///
    /// @param size bytes that it holds
    /// @throws IOException if an earlier piece or the taker threw one; so for runtime exceptions
    void add(long size, Callable<T> work) throws IOException {
        while (!waiting.isEmpty() && (waiting.size() >= mostPieces || bytes + size > mostBytes)) {
            takeOldest();
        }
        waiting.add(new Piece<>(threads.submit(work), size));
        bytes += size;
    }

    /// Waits until everything is done and taken.
    ///
    /// @throws IOException as [#add]
    void drain() throws IOException {
        while (!waiting.isEmpty()) {
            takeOldest();
        }
    }

    private void takeOldest() throws IOException {
        Piece<T> oldest = waiting.remove();
        bytes -= oldest.bytes();
        try {
            taker.take(oldest.result().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while pictures were worked on", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /// Stops; work that has begun is finished, its results are dropped.
    @Override
    public void close() {
        waiting.forEach(piece -> piece.result().cancel(false));
        threads.close();
    }
}
