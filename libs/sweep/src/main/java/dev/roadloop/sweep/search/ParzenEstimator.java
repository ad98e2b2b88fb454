package dev.roadloop.sweep.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.sweep.spec.Domain;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The density of configurations: a mixture with a kernel for each one that was observed, the
/// product of its parameters' kernels, and one for the prior.
final class ParzenEstimator {

    private final SortedMap<String, Axis> axes = new TreeMap<>();
    private final List<Double> weights;

    /// @param observed in the order of the trials
    ParzenEstimator(SortedMap<String, Domain> parameters, List<Configuration> observed) {
        parameters.forEach((name, domain) ->
                axes.put(
                        name,
                        Axis.of(domain, observed.stream().map(each -> each.get(name)).toList())));
        this.weights = Weights.ofKernels(observed.size());
    }

    Configuration draw(RandomGenerator random) {
        int kernel = Weights.draw(weights, random);
        SortedMap<String, JsonNode> values = new TreeMap<>();
        axes.forEach((name, axis) -> values.put(name, axis.draw(kernel, random)));
        return new Configuration(values);
    }

    double logDensity(Configuration at) {
        double[] logs = new double[weights.size()];
        double most = Double.NEGATIVE_INFINITY;
        for (int kernel = 0; kernel < logs.length; kernel++) {
            logs[kernel] = Math.log(weights.get(kernel));
            for (Map.Entry<String, Axis> axis : axes.entrySet()) {
                logs[kernel] += Math.log(axis.getValue().density(kernel, at.get(axis.getKey())));
            }
            most = Math.max(most, logs[kernel]);
        }
        if (most == Double.NEGATIVE_INFINITY) {
            return most;
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - most);
        }
        return most + Math.log(sum);
    }
}
