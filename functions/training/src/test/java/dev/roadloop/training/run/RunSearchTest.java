package dev.roadloop.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.experiment.ExperimentStore;
import dev.roadloop.training.store.TestTable;
import dev.roadloop.training.store.TrackingTable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Prints how long a page takes; `-Droadloop.runs=30000` for the full size.
@Tag("slow")
class RunSearchTest {
    private static final int RUNS = Integer.getInteger("roadloop.runs", 1200);
    private static final int PAGE = 1000;
    private static final int SEARCHES = 11;

    private static Run run(int number, String experiment) {
        Random random = new Random(number);
        RunInfo info =
                new RunInfo(
                        "%032x".formatted(number),
                        experiment,
                        "run-" + number,
                        "u",
                        RunStatus.FINISHED,
                        1_700_000_000_000L + number,
                        OptionalLong.empty(),
                        "a",
                        true);
        Map<String, Metric> metrics = new TreeMap<>();
        for (String name : List.of("mAP", "mAP50", "loss", "validation_loss", "images_per_s")) {
            metrics.put(name, new Metric(name, random.nextDouble(), 1_700_000_000_000L, 100));
        }
        Map<String, String> parameters = new TreeMap<>();
        for (String name : List.of("batch_size", "width", "height", "seed", "steps", "rate")) {
            parameters.put(name, "" + number);
        }
        parameters.put("optimiser", number % 2 == 0 ? "adam" : "sgd");
        Map<String, String> tags =
                new TreeMap<>(Map.of("place", number % 5 == 0 ? "Kathmandu" : "Karlsruhe"));
        return new Run(info, parameters, tags, metrics, Json.jackson().createObjectNode());
    }

    @Test
    void aPageIsFilteredAndOrdered() throws IOException {
        try (TestTable open = new TestTable();
                TestAws buckets = new TestAws()) {
            Optional<RunSnapshots> snapshots =
                    Optional.of(new RunSnapshots(new Bucket(buckets.clients().s3(), "gold")));
            TrackingTable table = open.open();
            ExperimentStore experiments = new ExperimentStore(table, Clock.systemUTC());
            // The latest of them an hour ago: what was logged in the last minute is read again by
            // each search.
            RunStore store =
                    new RunStore(table, Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)));
            List<Double> expected = new ArrayList<>();
            for (int number = 0; number < RUNS; number++) {
                Run run = run(number, "0");
                store.create(run);
                if (number % 2 == 0 && number % 5 != 0 && value(run) > 0.1) {
                    expected.add(value(run));
                }
            }
            expected.sort(Comparator.reverseOrder());
            RunSearch search =
                    new RunSearch(experiments, new RunIndex(table, snapshots, Clock.systemUTC()));
            ObjectNode query = Json.jackson().createObjectNode().put("max_results", PAGE);
            query.putArray("experiment_ids").add("0");
            query.put(
                    "filter",
                    "metrics.mAP50 > 0.1 AND params.optimiser = 'adam' AND tags.place LIKE"
                            + " 'Karl%'");
            query.putArray("order_by").add("metrics.mAP50 DESC").add("params.rate");
            double[] millis = new double[SEARCHES];
            for (int i = 0; i < SEARCHES; i++) {
                long start = System.nanoTime();
                byte[] body = search.search(new Fields(query)).body();
                millis[i] = (System.nanoTime() - start) / 1e6;
                assertThat(values(body))
                        .isEqualTo(expected.subList(0, Math.min(PAGE, expected.size())));
            }
            double first = millis[0];
            Arrays.sort(millis);
            RunSearch next =
                    new RunSearch(experiments, new RunIndex(table, snapshots, Clock.systemUTC()));
            long start = System.nanoTime();
            byte[] body = next.search(new Fields(query)).body();
            System.out.printf(
                    "%d runs: the first page after %.0f ms, that of the next function after %.0f"
                            + " ms, later ones after %.0f ms%n",
                    RUNS, first, (System.nanoTime() - start) / 1e6, millis[SEARCHES / 2]);
            assertThat(values(body))
                    .isEqualTo(expected.subList(0, Math.min(PAGE, expected.size())));
        }
    }

    private static List<Double> values(byte[] body) throws IOException {
        List<Double> found = new ArrayList<>();
        for (JsonNode run : Json.jackson().readTree(body).path("runs")) {
            run.path("data")
                    .path("metrics")
                    .forEach(metric -> {
                        if (metric.path("key").asText().equals("mAP50")) {
                            found.add(metric.path("value").asDouble());
                        }
                    });
        }
        return found;
    }

    private static double value(Run run) {
        return run.metrics().get("mAP50").value();
    }
}
