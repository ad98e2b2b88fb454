package dev.roadloop.embedded.sagemaker;

import dev.roadloop.embedded.journal.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// All training jobs, journaled. They are kept for ever, as SageMaker keeps them: a name is used
/// once. Thread-safe.
final class TrainingJobTable implements AutoCloseable {

    private static final long COMPACT_FROM = 4 << 20;

    private final Map<String, TrainingJob> jobs = new LinkedHashMap<>();
    private final Journal journal;
    private long compacted;

    TrainingJobTable(Path file) {
        this.journal =
                Journal.open(
                        file,
                        entry -> {
                            TrainingJob job = TrainingJob.parse(entry);
                            jobs.put(job.name(), job);
                        });
    }

    /// @throws java.io.UncheckedIOException if there is no space to keep it: it is not taken
    synchronized void add(TrainingJob job) {
        journal.append(job.json());
        jobs.put(job.name(), job);
    }

    /// Changes a job. The change is in memory only while the disk is full.
    ///
    /// @return the job as it is now
    synchronized TrainingJob change(String name, UnaryOperator<TrainingJob> change) {
        TrainingJob changed = change.apply(get(name));
        put(changed);
        return changed;
    }

    private void put(TrainingJob job) {
        journal.note(job.json());
        jobs.put(job.name(), job);
        if (journal.size() > COMPACT_FROM
                && journal.size() > 2 * compacted
                && journal.compact(jobs.values().stream().map(TrainingJob::json).toList())) {
            compacted = journal.size();
        }
    }

    synchronized Optional<TrainingJob> find(String name) {
        return Optional.ofNullable(jobs.get(name));
    }

    /// @throws java.util.NoSuchElementException if there is none
    synchronized TrainingJob get(String name) {
        return find(name).orElseThrow();
    }

    synchronized List<TrainingJob> all() {
        return new ArrayList<>(jobs.values());
    }

    @Override
    public synchronized void close() {
        journal.close();
    }
}
