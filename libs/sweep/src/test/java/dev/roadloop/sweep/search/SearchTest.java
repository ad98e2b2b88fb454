package dev.roadloop.sweep.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.sweep.search.Observation.Progress;
import dev.roadloop.sweep.spec.SweepFile;
import dev.roadloop.sweep.spec.SweepSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SearchTest {

    private static SweepSpec spec(String method, String parameters) {
        return SweepFile.parse(
                        "method: " + method + "\nmetric: {name: loss}\nparameters: " + parameters,
                        "a test")
                .spec();
    }

    private static List<Configuration> first(int count, SweepSpec spec, long seed) {
        Search search = Search.of(spec, seed);
        return IntStream.range(0, count)
                .mapToObj(trial -> search.propose(trial, List.of()).orElseThrow())
                .toList();
    }

    private static List<Double> column(List<Configuration> all, String name) {
        return all.stream().map(each -> each.get(name).doubleValue()).toList();
    }

    private static double mean(List<Double> numbers) {
        return numbers.stream().mapToDouble(number -> number).average().orElseThrow();
    }

    @Test
    void gridTriesEachCombinationOnceAndEnds() {
        SweepSpec spec =
                spec(
                        "grid",
                        "{a: {values: [1, 2]}, b: {min: 3, max: 5}, c: {value: x}, d: {min: 0,"
                                + " max: 1, q: 0.5}}");
        Search search = Search.of(spec, 1);
        List<String> seen = new ArrayList<>();
        int trial = 0;
        for (Optional<Configuration> next = search.propose(trial, List.of());
                next.isPresent();
                next = search.propose(++trial, List.of())) {
            seen.add(String.valueOf(next.get().values()));
        }
        assertThat(seen).hasSize(18).doesNotHaveDuplicates();
        assertThat(seen.getFirst()).isEqualTo("{a=1, b=3, c=\"x\", d=0.0}");
        assertThat(seen.getLast()).isEqualTo("{a=2, b=5, c=\"x\", d=1.0}");
    }

    @Test
    void randomDrawsAsDistributionsSay() {
        SweepSpec spec =
                spec(
                        "random",
                        """

                          log: {distribution: log_uniform_values, min: 0.0001, max: 1.0}
                          power: {distribution: log_uniform, min: -4.0, max: 2.0}
                          step: {distribution: q_uniform, min: 0, max: 1, q: 0.1}
                          whole: {min: 3, max: 5}
                          bell: {distribution: normal, mu: 10, sigma: 2}
                          pick: {values: [a, b], probabilities: [0.9, 0.1]}
                        """);
        List<Configuration> drawn = first(4000, spec, 7);
        List<Double> logs = column(drawn, "log").stream().map(Math::log10).toList();
        assertThat(logs).allMatch(log -> log >= -4 && log <= 0);
        assertThat(mean(logs)).isCloseTo(-2, within(0.06));
        assertThat(mean(column(drawn, "power").stream().map(Math::log).toList()))
                .isCloseTo(-1, within(0.09));
        assertThat(column(drawn, "step").stream().distinct().sorted())
                .containsExactly(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
        assertThat(drawn.stream().collect(Collectors.groupingBy(c -> c.get("whole").intValue())))
                .hasSize(3)
                .allSatisfy((value, of) -> assertThat(of).hasSizeBetween(1200, 1470));
        List<Double> bell = column(drawn, "bell");
        assertThat(mean(bell)).isCloseTo(10, within(0.11));
        assertThat(mean(bell.stream().map(x -> (x - 10) * (x - 10)).toList()))
                .isCloseTo(4, within(0.3));
        assertThat(drawn.stream().filter(c -> c.get("pick").asText().equals("b")).count())
                .isBetween(330L, 470L);
    }

    /// Against quantiles that W&B's own engine printed; `wandb_golden.py` beside them made them.
    /// Where numbers have steps, it gives half a step to the first and the last and Roadloop a
    /// whole one, so a step either way is allowed.
    @Test
    void everyDistributionOfWeightsAndBiasesIsDrawnAsItsOwnEngineDrawsIt() throws IOException {
        for (JsonNode each : golden()) {
            JsonNode parameter = each.path("parameter");
            List<Double> drawn =
                    column(first(2000, spec("random", "{p: " + parameter + "}"), 5), "p");
            double step =
                    parameter
                            .path("q")
                            .asDouble(
                                    parameter.path("distribution").asText().startsWith("int")
                                            ? 1
                                            : 0);
            for (int i = 0; i < each.path("shares").size(); i++) {
                double share = each.path("shares").path(i).doubleValue();
                double quantile = each.path("quantiles").path(i).doubleValue();
                assertThat(share(drawn, quantile + step))
                        .as("%s", each)
                        .isGreaterThan(share - 0.03);
                assertThat(1 - share(drawn.stream().map(x -> -x).toList(), step - quantile))
                        .as("%s", each)
                        .isLessThan(share + 0.03);
            }
        }
    }

    private static double share(List<Double> numbers, double most) {
        return numbers.stream().filter(x -> x <= most + 1e-9).count() / (double) numbers.size();
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = SearchTest.class.getResourceAsStream("wandb.json")) {
            return Json.jackson().readTree(Objects.requireNonNull(in));
        }
    }

    @Test
    void parzenGoesOnWhereAStepRoundsToBelowTheLowestNumber() {
        SweepSpec spec =
                spec(
                        "bayes",
                        "{p: {distribution: q_log_uniform_values, min: 11.9, max: 64, q: 8}}");
        List<Observation> known = new ArrayList<>();
        for (Configuration each : first(12, spec, 3)) {
            known.add(
                    new Observation(
                            known.size(), each, Progress.COMPLETE, 1, each.get("p").doubleValue()));
        }

        Configuration next = Search.of(spec, 3).propose(12, known).orElseThrow();

        assertThat(next.get("p").doubleValue()).isBetween(8.0, 64.0);
    }

    @Test
    void randomDependsOnSeedAndNumberAlone() {
        SweepSpec spec = spec("random", "{a: {min: 0.0, max: 1.0}}");
        assertThat(first(20, spec, 1)).isEqualTo(first(20, spec, 1));
        assertThat(first(20, spec, 1)).isNotEqualTo(first(20, spec, 2)).doesNotHaveDuplicates();
        Configuration tenth = first(11, spec, 1).getLast();
        Observation known =
                new Observation(3, first(1, spec, 5).getFirst(), Progress.COMPLETE, 1, 0.1);
        assertThat(Search.of(spec, 1).propose(10, List.of(known))).contains(tenth);
    }

    @Test
    @Tag("slow")
    void parzenFindsLowerValuesThanChance() {
        String space =
                """

                  x: {min: -5.0, max: 5.0}
                  y: {distribution: log_uniform_values, min: 0.0001, max: 1.0}
                  z: {values: [bad, good, worse]}
                """;
        double parzen = 0;
        double chance = 0;
        for (int seed = 0; seed < 5; seed++) {
            parzen += lowest(spec("bayes", space), seed);
            chance += lowest(spec("random", space), seed);
        }
        assertThat(parzen).isLessThan(chance / 2);
    }

    @Test
    void parzenDoesNotDependOnTheOrderOfWhatIsKnown() {
        SweepSpec spec = spec("bayes", "{x: {min: 0.0, max: 1.0}, n: {min: 1, max: 9}}");
        List<Observation> known = new ArrayList<>();
        for (Configuration each : first(30, spec, 3)) {
            int trial = known.size();
            known.add(
                    new Observation(
                            trial,
                            each,
                            Progress.values()[trial % 3],
                            trial % 4,
                            each.get("x").doubleValue()));
        }
        Search search = Search.of(spec, 3);
        assertThat(search.propose(30, known.reversed())).isEqualTo(search.propose(30, known));
    }

    private static double lowest(SweepSpec spec, long seed) {
        Search search = Search.of(spec, seed);
        List<Observation> known = new ArrayList<>();
        for (int trial = 0; trial < 40; trial++) {
            Configuration next = search.propose(trial, known).orElseThrow();
            known.add(new Observation(trial, next, Progress.COMPLETE, 1, cost(next.values())));
        }
        return known.stream().mapToDouble(Observation::cost).min().orElseThrow();
    }

    private static double cost(Map<String, JsonNode> values) {
        Map<String, Double> penalty = new TreeMap<>(Map.of("good", 0.0, "bad", 1.0, "worse", 2.0));
        double x = values.get("x").doubleValue() - 2;
        double y = Math.log10(values.get("y").doubleValue()) + 3;
        return x * x + y * y + penalty.get(values.get("z").asText());
    }
}
