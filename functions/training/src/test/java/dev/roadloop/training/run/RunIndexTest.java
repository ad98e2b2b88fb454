package dev.roadloop.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.store.TestTable;
import dev.roadloop.training.store.TrackingTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunIndexTest {
    private static final String EXPERIMENT = "17";

    private static final String SNAPSHOT = "gold/indexes/tracking/17.json.deflate";

    private final TestTable table = new TestTable();
    private final TestAws buckets = new TestAws();

    @AfterEach
    void close() {
        table.close();
        buckets.close();
    }

    private static Run run(String id) {
        RunInfo info =
                new RunInfo(
                        id,
                        EXPERIMENT,
                        "n",
                        "u",
                        RunStatus.RUNNING,
                        1,
                        OptionalLong.empty(),
                        "a",
                        true);
        return new Run(info, Map.of(), Map.of(), Map.of(), Json.jackson().createObjectNode());
    }

    @Test
    void aSearchSeesAllThatWasAcknowledgedThoughClocksDiffer() {
        long[] now = {1_000_000};
        Random random = new Random(7);
        TrackingTable shared = table.open();
        InstantSource clock = () -> Instant.ofEpochMilli(now[0]);
        RunIndex index = new RunIndex(shared, Optional.empty(), clock);
        Optional<RunSnapshots> snapshots = Optional.of(snapshots());
        // Two writers whose clocks go up to five seconds wrong, as those of different machines.
        List<RunStore> writers = new ArrayList<>();
        for (long error : new long[] {-5_000, 5_000}) {
            writers.add(new RunStore(table.open(), () -> Instant.ofEpochMilli(now[0] + error)));
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            now[0] += random.nextInt(20_000);
            RunStore writer = writers.get(random.nextInt(2));
            if (ids.isEmpty() || random.nextInt(3) == 0) {
                ids.add("run" + i);
                writer.create(run(ids.getLast()));
            } else {
                int value = i;
                writer.update(
                        ids.get(random.nextInt(ids.size())),
                        draft -> draft.putTag("k", "v" + value));
            }
            if (random.nextBoolean()) {
                Collection<Run> all = afresh(shared);
                assertThat(index.runsOf(EXPERIMENT)).containsExactlyInAnyOrderElementsOf(all);
                // A function that starts, and goes on where any that searched before has left off.
                assertThat(new RunIndex(shared, snapshots, clock, 7).runsOf(EXPERIMENT))
                        .containsExactlyInAnyOrderElementsOf(all);
            }
        }
        assertThat(index.runsOf(EXPERIMENT)).hasSameSizeAs(ids);
    }

    private static Collection<Run> afresh(TrackingTable table) {
        return new RunIndex(table, Optional.empty(), InstantSource.system()).runsOf(EXPERIMENT);
    }

    private RunSnapshots snapshots() {
        return new RunSnapshots(new Bucket(buckets.clients().s3(), "gold"));
    }

    @Test
    void anIndexGoesOnWhereASnapshotEndsAndADamagedOneIsLeftAside() {
        long[] now = {1_000_000};
        InstantSource clock = () -> Instant.ofEpochMilli(now[0]);
        RunStore store = new RunStore(table.open(), clock);
        for (int i = 0; i < 20; i++) {
            store.create(run("run" + i));
        }
        Optional<RunSnapshots> snapshots = Optional.of(snapshots());
        assertThat(started(snapshots, clock)).hasSize(20);
        assertThat(buckets.keys("gold/")).containsExactly(SNAPSHOT);
        byte[] whole = buckets.get(SNAPSHOT);
        assertThat(snapshots.get().find(EXPERIMENT).orElseThrow().runs()).hasSize(20);

        now[0] += 3_600_000;
        store.update("run3", draft -> draft.putTag("late", "yes"));
        store.create(run("last"));
        assertThat(started(snapshots, clock))
                .hasSize(21)
                .containsExactlyInAnyOrderElementsOf(afresh(table.open()));
        assertThat(buckets.get(SNAPSHOT)).as("two runs are not worth another").isEqualTo(whole);

        byte[] changed = whole.clone();
        changed[changed.length / 2] ^= 1;
        byte[] other = whole.clone();
        for (byte[] damaged :
                List.of(
                        changed,
                        Arrays.copyOf(whole, whole.length / 2),
                        new byte[0],
                        "{}".getBytes(StandardCharsets.UTF_8))) {
            buckets.put(SNAPSHOT, damaged);
            assertThat(started(snapshots, clock))
                    .containsExactlyInAnyOrderElementsOf(afresh(table.open()));
        }
        buckets.put(SNAPSHOT.replace("17", "18"), other);
        assertThat(snapshots.get().find("18")).as("it is another experiment's").isEmpty();
    }

    private Collection<Run> started(Optional<RunSnapshots> snapshots, InstantSource clock) {
        return new RunIndex(table.open(), snapshots, clock, 10).runsOf(EXPERIMENT);
    }

    @Test
    void writersAtTheSameTimeLoseNothing() throws Exception {
        RunStore store = new RunStore(table.open(), InstantSource.system());
        store.create(run("shared"));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                String name = "w" + writer;
                done.add(
                        threads.submit(() -> {
                            RunStore own = new RunStore(table.open(), InstantSource.system());
                            for (int i = 0; i < 15; i++) {
                                String key = name + "-" + i;
                                own.update("shared", draft -> draft.putParameter(key, "1"));
                            }
                        }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        assertThat(store.get("shared").parameters()).hasSize(60);
    }

    @Test
    void loggingTheSameTwiceIsLoggingItOnce() {
        MetricHistory history = new MetricHistory(table.open());
        List<Metric> points =
                List.of(
                        new Metric("m", 1, 10, 1),
                        new Metric("m", Double.NaN, 11, 2),
                        new Metric("m", Double.POSITIVE_INFINITY, 12, 3));
        history.add("r", points);
        history.add("r", points);
        history.add("r", List.of(points.getFirst(), new Metric("other", 3, 1, 1)));
        assertThat(history.list("r", "m")).isEqualTo(points);
        assertThat(history.list("r", "none")).isEmpty();
    }
}
