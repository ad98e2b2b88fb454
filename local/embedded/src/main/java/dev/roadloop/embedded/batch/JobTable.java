package dev.roadloop.embedded.batch;

import dev.roadloop.embedded.journal.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All jobs, journaled: a change is safe when [#put] returns. Forgets the oldest ended jobs beyond
/// [#KEPT]. Not thread-safe.
final class JobTable implements AutoCloseable {

    /// Ended jobs that are remembered; Batch forgets them after a week.
    static final int KEPT = 5_000;

    private static final long COMPACT_FROM = 4 << 20;

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Journal journal;

    JobTable(Path file) {
        this.journal =
                Journal.open(
                        file,
                        entry -> {
                            Job job = Job.parse(entry);
                            jobs.put(job.id(), job);
                        });
    }

    void put(Job job) {
        journal.append(job.json());
        jobs.put(job.id(), job);
        if (journal.size() > COMPACT_FROM && job.status().isTerminal()) {
            forget();
            if (journal.size() > 4L * 512 * jobs.size()) {
                journal.rewrite(jobs.values().stream().map(Job::json).toList());
            }
        }
    }

    private void forget() {
        List<String> ended = new ArrayList<>();
        jobs.values().stream()
                .filter(job -> job.status().isTerminal())
                .forEach(job -> ended.add(job.id()));
        for (String id : ended.subList(0, Math.max(0, ended.size() - KEPT))) {
            jobs.remove(id);
        }
    }

    Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    List<Job> all() {
        return List.copyOf(jobs.values());
    }

    @Override
    public void close() {
        journal.close();
    }
}
