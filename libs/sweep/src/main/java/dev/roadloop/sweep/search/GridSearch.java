package dev.roadloop.sweep.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.sweep.spec.Domain;
import dev.roadloop.sweep.spec.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All there are, the last parameter's values changing fastest. Bounded by what one parameter may
/// have; the product of them is never held.
final class GridSearch implements Search {

    private static final long MOST_VALUES = 100_000;

    private final SortedMap<String, List<JsonNode>> values = new TreeMap<>();

    GridSearch(SortedMap<String, Domain> parameters) {
        parameters.forEach((name, domain) -> values.put(name, values(name, domain)));
    }

    @Override
    public Optional<Configuration> propose(int trial, List<Observation> known) {
        SortedMap<String, JsonNode> chosen = new TreeMap<>();
        long rest = trial;
        for (Map.Entry<String, List<JsonNode>> each : values.reversed().entrySet()) {
            List<JsonNode> list = each.getValue();
            chosen.put(each.getKey(), list.get((int) (rest % list.size())));
            rest /= list.size();
        }
        return rest > 0 ? Optional.empty() : Optional.of(new Configuration(chosen));
    }

    private static List<JsonNode> values(String name, Domain domain) {
        return switch (domain) {
            case Domain.Fixed fixed -> List.of(fixed.value());
            case Domain.Choice choice -> choice.values();
            case Domain.Numeric numeric -> values(name, numeric.span());
        };
    }

    private static List<JsonNode> values(String name, Span span) {
        long first = Math.round(span.low() / span.step());
        long last = Math.round(span.high() / span.step());
        if (span.step() == 0 || last - first >= MOST_VALUES) {
            throw new IllegalArgumentException(
                    name + ": a grid can have " + MOST_VALUES + " values at most; give it a step");
        }
        List<JsonNode> all = new ArrayList<>();
        for (long at = first; at <= last; at++) {
            all.add(
                    span.json(
                            BigDecimal.valueOf(span.step())
                                    .multiply(BigDecimal.valueOf(at))
                                    .doubleValue()));
        }
        return List.copyOf(all);
    }
}
