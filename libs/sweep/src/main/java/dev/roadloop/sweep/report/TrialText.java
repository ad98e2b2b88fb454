package dev.roadloop.sweep.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.sweep.Standing;
import dev.roadloop.sweep.Trial;
import java.util.Locale;
import java.util.stream.Collectors;

/// A trial in words.
final class TrialText {

    private TrialText() {}

    static String of(Standing standing, Trial trial) {
        return "trial %d, %s: %s %s\n%s"
                .formatted(
                        trial.number(),
                        status(trial),
                        standing.spec().metric(),
                        value(trial),
                        trial.configuration().values().entrySet().stream()
                                .map(entry -> entry.getKey() + " = " + value(entry.getValue()))
                                .collect(Collectors.joining("\n")));
    }

    static String status(Trial trial) {
        String name = trial.status().name().toLowerCase(Locale.ROOT);
        return switch (trial.status()) {
            case KILLED, PAUSED -> name + " after " + trial.iterations();
            default -> name;
        };
    }

    static String value(Trial trial) {
        Double value = trial.value();
        return value == null ? "–" : Scale.Numbers.label(value);
    }

    static String value(JsonNode value) {
        return value.isNumber() ? Scale.Numbers.label(value.doubleValue()) : value.asText();
    }
}
