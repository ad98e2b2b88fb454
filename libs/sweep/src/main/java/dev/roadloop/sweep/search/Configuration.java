package dev.roadloop.sweep.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A value for each parameter of a sweep.
///
/// @param values scalars by parameter
public record Configuration(@JsonValue SortedMap<String, JsonNode> values) {

    /// Keeps a copy.
    public Configuration {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    @JsonCreator
    static Configuration of(Map<String, JsonNode> values) {
        return new Configuration(new TreeMap<>(values));
    }

    /// The value of a parameter.
    ///
    /// @throws IllegalArgumentException if it has none
    public JsonNode get(String parameter) {
        JsonNode value = values.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(
                    "there is no parameter " + parameter + " among " + values.keySet());
        }
        return value;
    }

    /// All values as texts. Numbers with a step are decimal ones here, but 32.0 is a whole number
    /// to a training.
    public SortedMap<String, String> texts() {
        SortedMap<String, String> texts = new TreeMap<>();
        values.forEach((name, value) ->
                texts.put(
                        name,
                        value.isDouble() && value.doubleValue() == value.longValue()
                                ? Long.toString(value.longValue())
                                : value.asText()));
        return texts;
    }
}
