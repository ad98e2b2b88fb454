package dev.roadloop.sweep.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What may be drawn for a parameter.
public sealed interface Domain {

    /// One value only.
    record Fixed(JsonNode value) implements Domain {}

    /// One of some values.
    ///
    /// @param values scalars, all different, at least one
    /// @param probabilities of each, in the same order; their sum is 1
    record Choice(List<JsonNode> values, List<Double> probabilities) implements Domain {
        public Choice {
            values = List.copyOf(values);
            probabilities = List.copyOf(probabilities);
            if (values.isEmpty() || values.size() != probabilities.size()) {
                throw new IllegalArgumentException(
                        "expected as many probabilities as values and at least one, found %d and %d"
                                .formatted(probabilities.size(), values.size()));
            }
        }

        /// Whether all values are equally likely.
        boolean isEven() {
            return probabilities.stream().distinct().count() == 1;
        }

        /// Values that are equally likely.
        public static Choice of(List<JsonNode> values) {
            return new Choice(values, values.stream().map(value -> 1.0 / values.size()).toList());
        }
    }

    /// A number.
    record Numeric(Span span) implements Domain {}
}
