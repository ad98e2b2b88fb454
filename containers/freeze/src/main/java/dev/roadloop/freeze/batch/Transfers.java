package dev.roadloop.freeze.batch;

import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.TransientException;
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
            throw new TransientException("a transfer failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("the transfers were interrupted", e);
        }
    }
}
