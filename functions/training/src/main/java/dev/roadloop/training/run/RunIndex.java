package dev.roadloop.training.run;

import dev.roadloop.training.store.Stored;
import dev.roadloop.training.store.TrackingTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The runs of experiments, kept in memory between searches. A search reads only what was written
/// since the one before, by a strongly consistent index, and so sees all that was acknowledged.
///
/// A writer stamps its document with its clock before it writes. It lives for at most [#OVERLAP]
/// after that, or it is the function's timeout that ends it; so nothing older than the last search
/// by more than this can still come in, clocks that differ by seconds included.
///
/// Memory: about 3 KiB for a run of twenty keys; the experiment that was searched least recently is
/// forgotten when there are more than [#MOST_RUNS] in all.
final class RunIndex {
    static final Duration OVERLAP = Duration.ofSeconds(60);
    static final int MOST_RUNS = 200_000;

    private final TrackingTable table;
    private final InstantSource clock;
    private final Map<String, Known> experiments = new LinkedHashMap<>(16, 0.75f, true);

    RunIndex(TrackingTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    private static final class Known {
        private final Map<String, Entry> runs = new HashMap<>();
        private long seenUntil;

        private boolean isNews(String sort, long revision) {
            Entry before = runs.get(sort);
            return before == null || before.revision() < revision;
        }
    }

    private record Entry(long revision, Run run) {}

    /// All runs of an experiment, deleted ones too, in no order.
    synchronized Collection<Run> runsOf(String experiment) {
        Known known = experiments.get(experiment);
        long begin = clock.millis();
        String partition = RunStore.partition(experiment);
        List<Stored> news;
        if (known == null) {
            known = new Known();
            news = table.list(partition, "RUN#");
            experiments.put(experiment, known);
        } else {
            // Most of what was written lately was seen by the search before.
            Known now = known;
            news =
                    table.changedSince(
                            partition,
                            known.seenUntil - OVERLAP.toMillis(),
                            (key, revision) -> now.isNews(key.sort(), revision));
        }
        for (Stored stored : news) {
            String sort = stored.key().sort();
            if (known.isNews(sort, stored.revision())) {
                known.runs.put(sort, new Entry(stored.revision(), Run.stored(stored.document())));
            }
        }
        known.seenUntil = begin;
        forget(experiment);
        return known.runs.values().stream().map(Entry::run).toList();
    }

    private void forget(String except) {
        int all = experiments.values().stream().mapToInt(known -> known.runs.size()).sum();
        Iterator<Map.Entry<String, Known>> oldestFirst = experiments.entrySet().iterator();
        while (all > MOST_RUNS && oldestFirst.hasNext()) {
            Map.Entry<String, Known> oldest = oldestFirst.next();
            if (!oldest.getKey().equals(except)) {
                all -= oldest.getValue().runs.size();
                oldestFirst.remove();
            }
        }
    }
}
