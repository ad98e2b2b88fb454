package dev.roadloop.evaluate.inference;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Reads what a packaged model says of itself.
final class ModelMetadata {
    private static final int MOST_CLASSES = 10_000;
    private static final int MOST_SIDE = 8192;

    private ModelMetadata() {}

    static List<String> names(Map<String, String> metadata, String key, int fewest, String name) {
        String text = metadata.getOrDefault(key, "");
        List<String> names = new ArrayList<>();
        boolean array = false;
        try {
            JsonNode node = Json.jackson().readTree(text);
            array = node.isArray();
            node.forEach(one -> names.add(one.asText()));
        } catch (JacksonException e) {
            names.clear();
        }
        if (!array
                || names.size() < fewest
                || names.size() > MOST_CLASSES
                || new HashSet<>(names).size() != names.size()) {
            throw new CallerException(
                    "%s: %s: expected a JSON array of %d to %d names, each once, found \"%s\"; package the model again"
                            .formatted(name, key, fewest, MOST_CLASSES, shortened(text)));
        }
        return names;
    }

    static int side(Map<String, String> metadata, String key, String name) {
        String text = metadata.getOrDefault(key, "");
        int side = text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : 0;
        if (side < 1 || side > MOST_SIDE) {
            throw new CallerException(
                    "%s: %s: expected 1 to %d pixels, found \"%s\"; package the model again"
                            .formatted(name, key, MOST_SIDE, shortened(text)));
        }
        return side;
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
