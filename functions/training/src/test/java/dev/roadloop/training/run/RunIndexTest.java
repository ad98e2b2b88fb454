package dev.roadloop.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.Json;
import dev.roadloop.training.store.TestTable;
import dev.roadloop.training.store.TrackingTable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunIndexTest {
    private static final String EXPERIMENT = "17";

    private final TestTable table = new TestTable();

    @AfterEach
    void close() {
        table.close();
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
        RunIndex index = new RunIndex(shared, () -> java.time.Instant.ofEpochMilli(now[0]));
        // Two writers whose clocks go up to five seconds wrong, as those of different machines.
        List<RunStore> writers = new ArrayList<>();
        for (long error : new long[] {-5_000, 5_000}) {
            InstantSource clock = () -> java.time.Instant.ofEpochMilli(now[0] + error);
            writers.add(new RunStore(table.open(), clock));
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
                assertThat(index.runsOf(EXPERIMENT))
                        .containsExactlyInAnyOrderElementsOf(afresh(shared));
            }
        }
        assertThat(index.runsOf(EXPERIMENT)).hasSameSizeAs(ids);
    }

    private static Collection<Run> afresh(TrackingTable table) {
        return new RunIndex(table, InstantSource.system()).runsOf(EXPERIMENT);
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
