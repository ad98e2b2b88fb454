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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The runs of experiments, kept in memory between searches. A search reads only what was written
/// since the one before, by a strongly consistent index, and so sees all that was acknowledged. The
/// first one of a function goes on where the latest of [RunSnapshots] ends, which any search renews
/// that has read much.
///
/// A writer stamps its document with its clock before it writes. It lives for at most [#OVERLAP]
/// after that, or it is the function's timeout that ends it; so nothing older than the last search
/// by more than this can still come in, clocks that differ by seconds included.
///
/// Memory: about 3 KiB for a run of twenty keys; the experiment that was searched least recently is
/// forgotten when there are more than [#MOST_RUNS] in all.
public final class RunIndex {
    static final Duration OVERLAP = Duration.ofSeconds(60);
    static final int MOST_RUNS = 200_000;

    /// Reading fewer from the table is as quick as reading a snapshot.
    private static final int WORTH_KEEPING = 1000;

    /// A snapshot is renewed when so many-th part of the runs is news to it.
    private static final int STALE = 5;

    private final TrackingTable table;
    private final InstantSource clock;
    private final Optional<RunSnapshots> snapshots;
    private final int worthKeeping;
    private final Map<String, Known> experiments = new LinkedHashMap<>(16, 0.75f, true);

    /// @param snapshots where what is known outlives the function; empty for nowhere
    public RunIndex(TrackingTable table, Optional<RunSnapshots> snapshots, InstantSource clock) {
        this(table, snapshots, clock, WORTH_KEEPING);
    }

    /// @param worthKeeping how many runs must be news to a snapshot for it to be renewed
    RunIndex(
            TrackingTable table,
            Optional<RunSnapshots> snapshots,
            InstantSource clock,
            int worthKeeping) {
        this.table = table;
        this.snapshots = snapshots;
        this.clock = clock;
        this.worthKeeping = worthKeeping;
    }

    private static final class Known {
        private final Map<String, IndexedRun> runs = new HashMap<>();
        private long seenUntil;

        /// Runs that are not in the snapshot as they are now, some perhaps counted twice.
        private int unkept;

        private boolean isNews(String sort, long revision) {
            IndexedRun before = runs.get(sort);
            return before == null || before.revision() < revision;
        }
    }

    /// All runs of an experiment, deleted ones too, in no order.
    synchronized Collection<Run> runsOf(String experiment) {
        Known known = experiments.get(experiment);
        long begin = clock.millis();
        String partition = RunStore.partition(experiment);
        if (known == null) {
            known = kept(experiment);
        }
        List<Stored> news;
        if (known == null) {
            known = new Known();
            news = table.list(partition, "RUN#");
            experiments.put(experiment, known);
        } else {
            experiments.put(experiment, known);
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
                known.runs.put(
                        sort, new IndexedRun(stored.revision(), Run.stored(stored.document())));
                known.unkept++;
            }
        }
        known.seenUntil = begin;
        keep(experiment, known);
        forget(experiment);
        return known.runs.values().stream().map(IndexedRun::run).toList();
    }

    private @Nullable Known kept(String experiment) {
        return snapshots
                .flatMap(each -> each.find(experiment))
                .map(snapshot -> {
                    Known known = new Known();
                    known.runs.putAll(snapshot.runs());
                    known.seenUntil = snapshot.seenUntil();
                    return known;
                })
                .orElse(null);
    }

    private void keep(String experiment, Known known) {
        if (snapshots.isPresent()
                && known.unkept >= Math.max(worthKeeping, known.runs.size() / STALE)) {
            snapshots
                    .get()
                    .keep(experiment, new RunSnapshots.Snapshot(known.seenUntil, known.runs));
            known.unkept = 0;
        }
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
