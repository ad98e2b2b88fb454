package dev.roadloop.training.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Keys and texts as documents have them, an object, and as MLflow's messages have them, a list of
/// `key` and `value`.
public final class Tags {

    private Tags() {}

    /// From a message.
    ///
    /// @param mostCharacters of a value; a longer one is cut
    public static SortedMap<String, String> read(List<Fields> tags, int mostCharacters) {
        SortedMap<String, String> read = new TreeMap<>();
        for (Fields tag : tags) {
            String key = Names.shorter("key", tag.required("key"), Names.LONGEST_KEY);
            read.put(key, Names.cut(tag.text("value").orElse(""), mostCharacters));
        }
        return read;
    }

    /// From a message whose keys are checked and whose values are not cut.
    ///
    /// @param mostCharacters of a value; a longer one is refused
    public static SortedMap<String, String> checked(List<Fields> tags, int mostCharacters) {
        SortedMap<String, String> read = new TreeMap<>();
        for (Fields tag : tags) {
            String key = Names.key("key", tag.required("key"));
            read.put(key, Names.shorter("value", tag.text("value").orElse(""), mostCharacters));
        }
        return read;
    }

    /// To a message.
    public static ArrayNode message(Map<String, String> tags) {
        ArrayNode list = Json.jackson().createArrayNode();
        tags.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
        return list;
    }

    /// From a document.
    public static SortedMap<String, String> stored(ObjectNode document, String field) {
        SortedMap<String, String> tags = new TreeMap<>();
        document.path(field)
                .properties()
                .forEach(entry -> tags.put(entry.getKey(), entry.getValue().asText()));
        return tags;
    }

    /// To a document.
    public static ObjectNode document(Map<String, String> tags) {
        ObjectNode object = Json.jackson().createObjectNode();
        tags.forEach(object::put);
        return object;
    }
}
