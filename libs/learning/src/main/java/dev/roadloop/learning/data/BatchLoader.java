package dev.roadloop.learning.data;

import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.RoadloopException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Makes batches on other threads ahead of who takes them. The batches are the same whatever the
/// number of threads. Not for several takers. Holds [LoaderSettings#ahead()] batches.
public final class BatchLoader implements AutoCloseable {

    private final BatchMaker maker;
    private final SampleDraw samples;
    private final LoaderSettings settings;
    private final SampleOrder order;
    private final ExecutorService workers;
    private final Deque<Coming> coming = new ArrayDeque<>();
    private long next;

    private record Coming(Batch batch, List<Future<?>> slots) {}

    /// Starts.
    ///
    /// @param first number of the first batch that is taken, from 0
    public BatchLoader(
            BatchMaker maker, List<Sample> samples, LoaderSettings settings, long first) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("expected samples to make batches of, found none");
        }
        this.maker = maker;
        this.samples = new SampleDraw(samples);
        this.settings = settings;
        this.order = new SampleOrder(samples.size(), settings.seed());
        this.next = first;
        this.workers =
                Executors.newFixedThreadPool(
                        settings.threads(),
                        Thread.ofPlatform().daemon().name("batches-", 0).factory());
        for (int i = 0; i < settings.ahead(); i++) {
            request();
        }
    }

    /// The next batch; waits until it is there.
    ///
    /// @throws RoadloopException if a sample cannot be used
    public Batch take() throws InterruptedException {
        Coming first = coming.remove();
        request();
        for (Future<?> slot : first.slots()) {
            try {
                slot.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RoadloopException known) {
                    throw known;
                }
                throw new InternalException("a batch could not be made: " + e.getCause(), e);
            }
        }
        return first.batch();
    }

    private void request() {
        long number = next++;
        Batch batch = maker.empty(settings.batch());
        double mosaic = number < settings.mosaicBatches() ? settings.mosaic() : 0;
        List<Future<?>> slots = new ArrayList<>();
        for (int slot = 0; slot < settings.batch(); slot++) {
            int at = slot;
            long place = number * settings.batch() + slot;
            int sample = order.at(place);
            slots.add(
                    workers.submit(() ->
                            maker.fill(
                                    batch, at, samples, sample, settings.seed(), place, mosaic)));
        }
        coming.add(new Coming(batch, slots));
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
