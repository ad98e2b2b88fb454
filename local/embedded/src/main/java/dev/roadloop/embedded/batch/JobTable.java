package dev.roadloop.embedded.batch;

import dev.roadloop.embedded.journal.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// All jobs, journaled. Forgets the oldest ended jobs beyond [#KEPT]. Not thread-safe.
///
/// An array job is one record; its children come into being with it, in memory, so that a kill
/// finds the array with all of them or none. Records of children hold only what changes.
final class JobTable implements AutoCloseable {

    /// Ended jobs that are remembered, arrays with their children as one; Batch forgets them after
    /// a week.
    static final int KEPT = 5_000;

    private static final long COMPACT_FROM = 4 << 20;

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Integer> openChildren = new HashMap<>();
    private final Journal journal;
    private long compactedSize;

    JobTable(Path file) {
        this.journal =
                Journal.open(
                        file,
                        entry -> remember(Job.parse(entry, id -> jobs.get(Job.parentOf(id)))));
    }

    /// Takes a new job, and its children if it is an array.
    ///
    /// @throws java.io.UncheckedIOException if there is no space to keep it: it is not taken
    void add(Job job) {
        journal.append(job.json());
        remember(job);
    }

    /// Keeps a change of a job. While the disk is full the change is in memory only; a kill then
    /// leaves the job as it was, and what became of its program is found by its folder.
    void put(Job job) {
        journal.note(job.json());
        remember(job);
        if (job.status().isTerminal()
                && journal.size() > COMPACT_FROM
                && journal.size() > 2 * compactedSize) {
            forget();
            if (journal.compact(jobs.values().stream().map(Job::json).toList())) {
                compactedSize = journal.size();
            }
        }
    }

    private void remember(Job job) {
        Job before = jobs.put(job.id(), job);
        if (job.isArray() && before == null) {
            openChildren.put(job.id(), job.arraySize());
            for (int i = 0; i < job.arraySize(); i++) {
                remember(job.child(i));
            }
        }
        boolean ended =
                before != null && !before.status().isTerminal() && job.status().isTerminal();
        if (job.arrayIndex() >= 0 && ended) {
            openChildren.merge(job.parentId(), -1, Integer::sum);
        }
    }

    /// Whether all children of an array have ended.
    boolean isThrough(Job array) {
        return openChildren.getOrDefault(array.id(), 0) == 0;
    }

    private void forget() {
        List<Job> ended =
                jobs.values().stream()
                        .filter(job -> job.arrayIndex() < 0 && job.status().isTerminal())
                        .toList();
        for (Job job : ended.subList(0, Math.max(0, ended.size() - KEPT))) {
            children(job).forEach(child -> jobs.remove(child.id()));
            jobs.remove(job.id());
            openChildren.remove(job.id());
        }
    }

    Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /// The children of an array, in the order of their indexes; empty for any other job.
    List<Job> children(Job array) {
        return IntStream.range(0, array.arraySize())
                .mapToObj(i -> find(array.id() + ":" + i))
                .flatMap(Optional::stream)
                .toList();
    }

    List<Job> all() {
        return new ArrayList<>(jobs.values());
    }

    @Override
    public void close() {
        journal.close();
    }
}
