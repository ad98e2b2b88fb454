package dev.roadloop.freeze.batch;

import dev.roadloop.domain.ExhaustedException;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.TransientException;
import dev.roadloop.domain.file.FullDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Transfers at the same time: they wait for the network, not for a core.
final class Transfers {
    private static final int AT_ONCE = 16;

    private Transfers() {}

    /// Does all, and gives their results in order.
    ///
    /// @throws RoadloopException as the first that failed
    static <T> List<T> all(List<Callable<T>> transfers) {
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<T> results = new ArrayList<>();
            for (Future<T> one : workers.invokeAll(transfers)) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            String message = "a transfer failed: " + e.getCause();
            if (e.getCause() instanceof IOException io && FullDisk.is(io)) {
                throw new ExhaustedException(message + "; make room on the scratch disk", e);
            }
            throw new TransientException(message, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("the transfers were interrupted", e);
        }
    }
}
