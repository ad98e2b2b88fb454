package dev.roadloop.contracts.evidence;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Checks of what evidence is made of.
final class Values {

    private Values() {}

    static void text(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + ": expected a text, found none");
        }
    }

    static void present(@Nullable Object value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + ": expected a value, found none");
        }
    }

    static void finite(double value, String name) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + ": expected a number, found " + value);
        }
    }

    static void notNegative(double value, String name) {
        finite(value, name);
        if (value < 0) {
            throw new IllegalArgumentException(name + ": expected 0 or more, found " + value);
        }
    }

    /// In the order of their names, so that equal evidence is equal bytes.
    static Map<String, Double> numbers(@Nullable Map<String, Double> numbers, String name) {
        present(numbers, name);
        Map<String, Double> sorted = new TreeMap<>(numbers == null ? Map.of() : numbers);
        sorted.forEach((key, value) -> finite(value, name + "." + key));
        return Collections.unmodifiableMap(sorted);
    }
}
