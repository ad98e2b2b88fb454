package dev.roadloop.sweep.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.sweep.spec.Domain;
import dev.roadloop.sweep.spec.Span;
import java.util.List;
import java.util.random.RandomGenerator;

/// One parameter of a Parzen estimator: kernels around what was observed, and one for what was
/// known before, the prior, behind them.
///
/// Source: J. Bergstra and others, Algorithms for Hyper-Parameter Optimization, NeurIPS 2011,
/// section 4; the widths of kernels and the weight of the prior are optuna's.
sealed interface Axis {

    /// The density of a kernel at a value, or the mass where values have steps.
    ///
    /// @param kernel from 0; the prior is behind those of the observations
    double density(int kernel, JsonNode value);

    /// Draws a value from a kernel.
    JsonNode draw(int kernel, RandomGenerator random);

    /// @param observed in the order of the trials
    static Axis of(Domain domain, List<JsonNode> observed) {
        return switch (domain) {
            case Domain.Fixed fixed -> new OneValue(fixed.value());
            case Domain.Choice choice -> new Choices(choice, observed);
            case Domain.Numeric numeric -> Numbers.around(numeric.span(), observed);
        };
    }

    /// Nothing to choose.
    record OneValue(JsonNode value) implements Axis {
        @Override
        public double density(int kernel, JsonNode at) {
            return 1;
        }

        @Override
        public JsonNode draw(int kernel, RandomGenerator random) {
            return value;
        }
    }

    /// A kernel has the prior's share of one observation everywhere, and one where it was observed.
    record Choices(Domain.Choice choice, List<JsonNode> observed) implements Axis {
        public Choices {
            observed = List.copyOf(observed);
        }

        @Override
        public double density(int kernel, JsonNode at) {
            return shares(kernel).get(choice.values().indexOf(at));
        }

        @Override
        public JsonNode draw(int kernel, RandomGenerator random) {
            return choice.values().get(Weights.draw(shares(kernel), random));
        }

        private List<Double> shares(int kernel) {
            if (kernel == observed.size()) {
                return choice.probabilities();
            }
            double prior = (double) choice.values().size() / (observed.size() + 1);
            int seen = choice.values().indexOf(observed.get(kernel));
            return java.util.stream.IntStream.range(0, choice.values().size())
                    .mapToObj(i ->
                            (prior * choice.probabilities().get(i) + (i == seen ? 1 : 0))
                                    / (prior + 1))
                    .toList();
        }
    }

    /// Normal kernels, cut off at the bounds.
    ///
    /// @param means on the span's inner scale
    record Numbers(Span span, List<Double> means, List<Double> deviations) implements Axis {
        public Numbers {
            means = List.copyOf(means);
            deviations = List.copyOf(deviations);
        }

        private static Numbers around(Span span, List<JsonNode> observed) {
            List<Double> means =
                    observed.stream()
                            .map(value -> span.bounded(span.inner(value.doubleValue())))
                            .toList();
            return KernelWidths.around(span, means);
        }

        @Override
        public double density(int kernel, JsonNode at) {
            double mean = means.get(kernel);
            double deviation = deviations.get(kernel);
            double all =
                    NormalMass.between(
                            (span.lower() - mean) / deviation, (span.upper() - mean) / deviation);
            double value = at.doubleValue();
            if (span.step() > 0) {
                double from = span.bounded(span.inner(value - span.step() / 2));
                double to = span.bounded(span.inner(value + span.step() / 2));
                return NormalMass.between((from - mean) / deviation, (to - mean) / deviation) / all;
            }
            double z = (span.inner(value) - mean) / deviation;
            return Math.exp(-z * z / 2) / (deviation * Math.sqrt(2 * Math.PI)) / all;
        }

        @Override
        public JsonNode draw(int kernel, RandomGenerator random) {
            return span.json(span.drawNormal(means.get(kernel), deviations.get(kernel), random));
        }
    }
}
