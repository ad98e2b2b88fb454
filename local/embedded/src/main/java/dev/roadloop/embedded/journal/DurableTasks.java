package dev.roadloop.embedded.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Work that is done at least once although the process may die at any moment: a task is journaled
/// before [#add] returns and stays until its worker says that it is done. Tasks of an earlier
/// process are taken up by [#start].
///
/// While the disk is full, accepted tasks are worked on all the same; a task that is done then, and
/// whose end a kill keeps from being written, is done again.
///
/// Holds all open tasks in memory; [#openBytes] lets callers refuse more. Thread-safe.
public final class DurableTasks implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DurableTasks.class.getName());
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long COMPACT_FROM = 1 << 20;
    private static final Duration AFTER_CRASH_OF_WORKER = Duration.ofSeconds(5);

    private final String name;
    private final Clock clock;
    private final Journal journal;
    private final Semaphore slots;
    private final int parallel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, DurableTask> open = new LinkedHashMap<>();
    private final PriorityQueue<DurableTask> waiting =
            new PriorityQueue<>(
                    Comparator.comparing(DurableTask::due).thenComparing(DurableTask::acceptedAt));
    private long openBytes;
    private boolean closed;
    private @Nullable Thread dispatcher;

    /// What is to become of a task.
    ///
    /// @param at when to try again; empty if it is done, or given up and told elsewhere
    /// @param counts whether this was an attempt
    public record Next(Optional<Instant> at, boolean counts) {

        /// Nothing more is to be done.
        public static Next done() {
            return new Next(Optional.empty(), true);
        }

        /// It failed and is to be tried again.
        public static Next again(Instant at) {
            return new Next(Optional.of(at), true);
        }

        /// It could not be tried now.
        public static Next postponed(Instant at) {
            return new Next(Optional.of(at), false);
        }
    }

    /// Does the work.
    @FunctionalInterface
    public interface Worker {
        /// Does `task`, or as much of it as can be done now.
        Next run(DurableTask task) throws InterruptedException;
    }

    /// @param file the journal, created when needed
    /// @param parallel how many tasks may run at once
    public DurableTasks(String name, Path file, Clock clock, int parallel) {
        this.name = name;
        this.clock = clock;
        this.parallel = parallel;
        this.slots = new Semaphore(parallel);
        this.journal = Journal.open(file, this::replay);
        for (DurableTask task : open.values()) {
            waiting.add(task);
            openBytes += task.bytes();
        }
    }

    private void replay(JsonNode entry) {
        entry.path("add")
                .forEach(node -> {
                    DurableTask task = DurableTask.parse(node);
                    open.put(task.id(), task);
                });
        if (entry.has("done")) {
            open.remove(entry.get("done").asText());
        }
    }

    /// Accepts `tasks`, all or none; they survive this process when the call returns.
    ///
    /// @throws java.io.UncheckedIOException if there is no space to keep them: none is accepted
    public void add(List<DurableTask> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        ObjectNode entry = JSON.objectNode();
        ArrayNode added = entry.putArray("add");
        tasks.forEach(task -> added.add(task.json()));
        lock.lock();
        try {
            journal.append(entry);
            for (DurableTask task : tasks) {
                open.put(task.id(), task);
                waiting.add(task);
                openBytes += task.bytes();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Bytes of the bodies of all open tasks.
    public long openBytes() {
        lock.lock();
        try {
            return openBytes;
        } finally {
            lock.unlock();
        }
    }

    /// How many tasks are not done.
    public int openTasks() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /// Begins to hand tasks to `worker`, those left by an earlier process first.
    public void start(Worker worker) {
        dispatcher = Thread.ofVirtual().name(name + "-dispatcher").start(() -> dispatch(worker));
    }

    private void dispatch(Worker worker) {
        try {
            while (true) {
                slots.acquire();
                DurableTask task;
                try {
                    task = next();
                } catch (InterruptedException e) {
                    slots.release();
                    throw e;
                }
                Thread.ofVirtual()
                        .name(name + "-" + task.id())
                        .start(() -> {
                            try {
                                work(worker, task);
                            } finally {
                                slots.release();
                            }
                        });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DurableTask next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                DurableTask head = waiting.peek();
                if (head == null) {
                    changed.await();
                    continue;
                }
                long millis = Duration.between(clock.instant(), head.due()).toMillis();
                if (millis <= 0) {
                    waiting.remove();
                    return head;
                }
                changed.await(Math.min(millis, 60_000), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private void work(Worker worker, DurableTask task) {
        Next next;
        try {
            next = worker.run(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    name
                            + ": task "
                            + task.id()
                            + " failed unexpectedly and is tried again in "
                            + AFTER_CRASH_OF_WORKER.toSeconds()
                            + " s",
                    e);
            next = Next.again(clock.instant().plus(AFTER_CRASH_OF_WORKER));
        }
        settle(task, next);
    }

    private void settle(DurableTask task, Next next) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (next.at().isPresent()) {
                DurableTask later = task.after(next, next.at().get());
                ObjectNode entry = JSON.objectNode();
                entry.putArray("add").add(later.json());
                journal.note(entry);
                open.put(later.id(), later);
                waiting.add(later);
                changed.signalAll();
            } else {
                journal.note(JSON.objectNode().put("done", task.id()));
                open.remove(task.id());
                openBytes -= task.bytes();
                compact();
            }
        } finally {
            lock.unlock();
        }
    }

    private void compact() {
        if (journal.size() > COMPACT_FROM && journal.size() > 8 * openBytes) {
            journal.compact(
                    open.values().stream()
                            .map(task -> {
                                ObjectNode entry = JSON.objectNode();
                                entry.putArray("add").add(task.json());
                                return entry;
                            })
                            .toList());
        }
    }

    /// Stops handing out tasks, waits at most two seconds for running ones, and leaves the open
    /// ones to the next process.
    @Override
    public void close() {
        Thread running = dispatcher;
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(1));
                if (slots.tryAcquire(parallel, 2, TimeUnit.SECONDS)) {
                    slots.release(parallel);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        lock.lock();
        try {
            closed = true;
            journal.close();
        } finally {
            lock.unlock();
        }
    }
}
