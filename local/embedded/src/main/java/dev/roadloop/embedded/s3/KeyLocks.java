package dev.roadloop.embedded.s3;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// One lock per key in use, so that changes of one object have an order and those of different
/// objects do not wait.
final class KeyLocks {

    private static final class Counted {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
    }

    private final ConcurrentHashMap<String, Counted> locks = new ConcurrentHashMap<>();

    /// Releases the lock when closed.
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    Held lock(String bucket, String key) {
        String name = bucket + "/" + key;
        Counted counted =
                locks.compute(
                        name,
                        (ignored, known) -> {
                            Counted entry = known == null ? new Counted() : known;
                            entry.users++;
                            return entry;
                        });
        counted.lock.lock();
        return () -> {
            counted.lock.unlock();
            locks.computeIfPresent(name, (ignored, known) -> --known.users == 0 ? null : known);
        };
    }
}
