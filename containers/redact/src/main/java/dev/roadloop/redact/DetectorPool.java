package dev.roadloop.redact;

import dev.roadloop.vision.DetectorIdentity;
import dev.roadloop.vision.PrivacyDetector;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Detectors for any number of threads: each call has one to itself. As many are made as are needed
/// at the same time.
final class DetectorPool implements Closeable {

    private final Supplier<PrivacyDetector> detectors;
    private final Runnable looked;
    private final Queue<PrivacyDetector> idle = new ConcurrentLinkedQueue<>();
    private final List<PrivacyDetector> all = new ArrayList<>();

    DetectorPool(Supplier<PrivacyDetector> detectors) {
        this(detectors, () -> {});
    }

    /// @param detectors makes them; closed with the pool
    /// @param looked called after each look, by any thread
    DetectorPool(Supplier<PrivacyDetector> detectors, Runnable looked) {
        this.detectors = detectors;
        this.looked = looked;
    }

    /// Something done with a detector.
    interface Look<T, E extends Exception> {
        /// @throws E what the caller is to hear of
        T with(PrivacyDetector detector) throws E;
    }

    /// Looks.
    ///
    /// @throws E what the look throws
    <T, E extends Exception> T look(Look<T, E> look) throws E {
        PrivacyDetector detector = take();
        try {
            return look.with(detector);
        } finally {
            idle.add(detector);
            looked.run();
        }
    }

    /// Which detector looks.
    DetectorIdentity identity() {
        PrivacyDetector detector = take();
        idle.add(detector);
        return detector.identity();
    }

    private PrivacyDetector take() {
        @Nullable PrivacyDetector found = idle.poll();
        return found == null ? make() : found;
    }

    private PrivacyDetector make() {
        PrivacyDetector made = detectors.get();
        synchronized (all) {
            all.add(made);
        }
        return made;
    }

    /// To be called when nobody looks any more.
    @Override
    public void close() {
        synchronized (all) {
            all.forEach(PrivacyDetector::close);
        }
    }
}
