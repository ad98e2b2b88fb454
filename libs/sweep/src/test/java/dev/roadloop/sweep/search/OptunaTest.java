package dev.roadloop.sweep.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.sweep.search.Observation.Progress;
import dev.roadloop.sweep.spec.Domain;
import dev.roadloop.sweep.spec.Span;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Against numbers of optuna 5.0.0; `optuna_golden.py` beside them made them.
class OptunaTest {

    private static final SortedMap<String, Domain> SPACE =
            new TreeMap<>(
                    java.util.Map.of(
                            "depth",
                            new Domain.Numeric(Span.uniform(1, 8, 1, false, true)),
                            "optimiser",
                            Domain.Choice.of(
                                    List.of(
                                            TextNode.valueOf("adam"),
                                            TextNode.valueOf("sgd"),
                                            TextNode.valueOf("lion"))),
                            "rate",
                            new Domain.Numeric(Span.uniform(1e-4, 1e-1, 0, true, false)),
                            "share",
                            new Domain.Numeric(Span.uniform(0, 1, 0, false, false)),
                            "warm",
                            new Domain.Numeric(Span.uniform(0, 2, 0.25, false, false))));

    private static JsonNode golden() throws IOException {
        try (InputStream in = OptunaTest.class.getResourceAsStream("optuna.json")) {
            return Json.jackson().readTree(Objects.requireNonNull(in));
        }
    }

    private static Configuration configuration(JsonNode node) {
        SortedMap<String, JsonNode> values = new TreeMap<>();
        node.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return new Configuration(values);
    }

    private static List<Configuration> configurations(JsonNode list) {
        List<Configuration> all = new ArrayList<>();
        list.forEach(each -> all.add(configuration(each)));
        return all;
    }

    private static ParzenEstimator estimator(List<Observation> observed) {
        return new ParzenEstimator(
                SPACE, observed.stream().map(Observation::configuration).toList());
    }

    @Test
    void densitiesAreThoseOfItsParzenEstimator() throws IOException {
        for (JsonNode each : golden().path("densities")) {
            List<Configuration> observed = configurations(each.path("observed"));
            ParzenEstimator estimator = new ParzenEstimator(SPACE, observed);
            List<Configuration> points = configurations(each.path("points"));
            assertThat(points).hasSize(6);
            for (int i = 0; i < points.size(); i++) {
                assertThat(estimator.logDensity(points.get(i)))
                        .as("%d observations, point %d", observed.size(), i)
                        .isCloseTo(each.path("logDensities").path(i).asDouble(), within(1e-9));
            }
        }
    }

    @Test
    void trialsAreSplitAndTheCandidateChosenAsItDoes() throws IOException {
        for (JsonNode each : golden().path("splits")) {
            List<Observation> known = new ArrayList<>();
            for (JsonNode trial : each.path("trials")) {
                known.add(
                        new Observation(
                                trial.path("trial").asInt(),
                                configuration(trial.path("configuration")),
                                Progress.valueOf(trial.path("progress").asText()),
                                trial.path("iterations").asInt(),
                                trial.path("cost").asDouble()));
            }
            ParzenSearch.Split split = ParzenSearch.split(known.reversed());
            assertThat(numbers(split.good())).isEqualTo(numbers(each.path("good")));
            assertThat(numbers(split.others())).isEqualTo(numbers(each.path("others")));
            List<Configuration> candidates = configurations(each.path("candidates"));
            assertThat(
                            ParzenSearch.best(
                                    candidates, estimator(split.good()), estimator(split.others())))
                    .isEqualTo(candidates.get(each.path("chosen").asInt()));
        }
    }

    private static List<Integer> numbers(List<Observation> trials) {
        return trials.stream().map(Observation::trial).toList();
    }

    private static List<Integer> numbers(JsonNode list) {
        List<Integer> all = new ArrayList<>();
        list.forEach(number -> all.add(number.asInt()));
        return all;
    }
}
