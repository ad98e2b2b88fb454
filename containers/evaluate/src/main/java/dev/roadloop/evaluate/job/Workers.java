package dev.roadloop.evaluate.job;

import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.TransientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// All cores at work on things that are counted; answers come in their order. Memory: the answers
/// of a window of things, not of all.
final class Workers implements AutoCloseable {
    private static final int WINDOW = 16;

    private final ExecutorService threads;
    private final int window;

    /// @param cores threads at work
    Workers(int cores) {
        this.threads = Executors.newFixedThreadPool(cores);
        this.window = WINDOW * cores;
    }

    /// What is done to one thing.
    interface Work<T> {
        /// @param index of the thing
        T on(int index) throws IOException;
    }

    /// Takes an answer.
    interface Taker<T> {
        /// @param index of the thing
        void take(int index, T answer) throws IOException;
    }

    /// Does the work to each.
    void each(int count, Work<Boolean> work) {
        try {
            each(count, work, (index, done) -> {});
        } catch (IOException e) {
            throw new TransientException("the scratch disk failed: " + e.getMessage(), e);
        }
    }

    /// Does the work to each, and gives the answers on, in order, on the caller's thread.
    <T> void each(int count, Work<T> work, Taker<T> taker) throws IOException {
        for (int from = 0; from < count; from += window) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + window); i++) {
                int index = i;
                Callable<T> task = () -> work.on(index);
                running.add(threads.submit(task));
            }
            for (int i = 0; i < running.size(); i++) {
                taker.take(from + i, joined(running, i));
            }
        }
    }

    private static <T> T joined(List<Future<T>> running, int i) throws IOException {
        try {
            return running.get(i).get();
        } catch (ExecutionException e) {
            running.forEach(other -> other.cancel(false));
            switch (e.getCause()) {
                case RoadloopException known -> throw known;
                case IOException io -> throw io;
                case RuntimeException unknown -> throw unknown;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("evaluate: interrupted", e);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
