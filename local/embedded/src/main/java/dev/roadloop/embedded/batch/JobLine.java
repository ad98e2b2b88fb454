package dev.roadloop.embedded.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The jobs that have not begun: those whose dependencies are to be looked at, and those that only
/// want a place, the highest priority first and then the oldest. Not thread-safe.
final class JobLine {

    private final Set<String> undecided = new LinkedHashSet<>();
    private final NavigableMap<Integer, Set<String>> runnable =
            new TreeMap<>(Comparator.reverseOrder());

    /// Puts a job where its status says.
    ///
    /// @param priority of its queue
    void update(Job job, int priority) {
        boolean waits = job.status() == JobStatus.SUBMITTED || job.status() == JobStatus.PENDING;
        if (waits && !job.isArray()) {
            undecided.add(job.id());
        } else {
            undecided.remove(job.id());
        }
        Set<String> line = runnable.computeIfAbsent(priority, key -> new LinkedHashSet<>());
        if (job.status() == JobStatus.RUNNABLE) {
            line.add(job.id());
        } else {
            line.remove(job.id());
        }
    }

    List<String> undecided() {
        return new ArrayList<>(undecided);
    }

    /// The job that is to begin next.
    Optional<String> first() {
        return runnable.values().stream()
                .filter(line -> !line.isEmpty())
                .findFirst()
                .map(line -> line.iterator().next());
    }
}
