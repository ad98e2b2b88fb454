package dev.roadloop.embedded.events;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes things happen at the times of their schedules. Times that pass while the process is down
/// are not made up for.
final class Timetable implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Timetable.class.getName());

    private final String name;
    private final Clock clock;
    private static final Duration UNTIL_NEXT_TRY = Duration.ofSeconds(1);

    private final PriorityQueue<Entry> due = new PriorityQueue<>(Comparator.comparing(Entry::due));
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Thread thread;

    private record Entry(
            String id,
            ScheduleExpression schedule,
            ZoneId zone,
            Instant start,
            Instant at,
            Instant due,
            Consumer<Instant> action) {

        Entry again(Instant later) {
            return new Entry(id, schedule, zone, start, at, later, action);
        }
    }

    Timetable(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    /// Adds a schedule, which begins to count now.
    void add(String id, ScheduleExpression schedule, ZoneId zone, Consumer<Instant> action) {
        Instant now = clock.instant();
        enter(id, schedule, zone, now, now, action);
    }

    private void enter(
            String id,
            ScheduleExpression schedule,
            ZoneId zone,
            Instant start,
            Instant after,
            Consumer<Instant> action) {
        Optional<Instant> next = schedule.next(after, start, zone);
        lock.lock();
        try {
            next.ifPresent(at -> due.add(new Entry(id, schedule, zone, start, at, at, action)));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void start() {
        thread = Thread.ofVirtual().name(name).start(this::loop);
    }

    private void loop() {
        try {
            while (true) {
                lock.lockInterruptibly();
                try {
                    Entry head = due.peek();
                    long millis =
                            head == null
                                    ? 3_600_000
                                    : Duration.between(clock.instant(), head.due()).toMillis();
                    if (millis > 0) {
                        changed.await(Math.min(millis, 3_600_000), TimeUnit.MILLISECONDS);
                    }
                } finally {
                    lock.unlock();
                }
                runDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Does what is due by now, once each: of times that passed unnoticed, as in a machine's sleep,
    /// only the first.
    void runDue() {
        Instant now = clock.instant();
        while (true) {
            Entry entry;
            lock.lock();
            try {
                entry = due.peek();
                if (entry == null || entry.due().isAfter(now)) {
                    return;
                }
                due.remove();
            } finally {
                lock.unlock();
            }
            try {
                entry.action().accept(entry.at());
            } catch (UncheckedIOException e) {
                // No space for it: it happens when there is.
                lock.lock();
                try {
                    due.add(entry.again(now.plus(UNTIL_NEXT_TRY)));
                } finally {
                    lock.unlock();
                }
                continue;
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        name + ": schedule " + entry.id() + " of " + entry.at() + " failed",
                        e);
            }
            enter(entry.id(), entry.schedule(), entry.zone(), entry.start(), now, entry.action());
        }
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
