package dev.roadloop.convert;

import dev.roadloop.aws.Bucket;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.domain.RoadloopException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The silver bucket. Small objects are put eight at a time behind the caller's back.
final class BucketStore implements SilverStore {

    private static final int CONCURRENCY = 8;

    private final Bucket bucket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore slots = new Semaphore(CONCURRENCY);
    private final AtomicReference<@Nullable RoadloopException> failure = new AtomicReference<>();

    BucketStore(Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public void put(String key, byte[] content, String contentType) {
        throwFailure();
        slots.acquireUninterruptibly();
        threads.execute(() -> {
            try {
                bucket.put(key, content, contentType);
            } catch (RoadloopException e) {
                failure.compareAndSet(null, e);
            } finally {
                slots.release();
            }
        });
    }

    @Override
    public void put(String key, Path file) throws IOException {
        throwFailure();
        bucket.put(key, file);
    }

    /// What failed behind the caller's back keeps its kind: a missing permission does not pass.
    private void throwFailure() {
        RoadloopException found = failure.get();
        if (found != null) {
            throw found;
        }
    }

    @Override
    public void close() {
        threads.close();
        throwFailure();
    }
}
