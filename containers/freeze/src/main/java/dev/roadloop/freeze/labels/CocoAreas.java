package dev.roadloop.freeze.labels;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.roadloop.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Which categories of a COCO file are areas. Looked up first, as masks of all other annotations
/// need not be kept, and categories may stand behind annotations.
final class CocoAreas {
    private CocoAreas() {}

    /// The ids of categories whose `isthing` is 0. What is wrong with the file is for [CocoLabels]
    /// to tell.
    static Set<Long> read(Path file) throws IOException {
        Set<Long> areas = new HashSet<>();
        try (JsonParser json =
                Json.jackson().getFactory().createParser(Files.newInputStream(file))) {
            boolean found = json.nextToken() != JsonToken.START_OBJECT;
            while (!found && json.nextToken() == JsonToken.FIELD_NAME) {
                found = json.currentName().equals("categories");
                json.nextToken();
                if (found && json.isExpectedStartArrayToken()) {
                    categories(json, areas);
                } else {
                    json.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            return areas;
        }
        return areas;
    }

    private static void categories(JsonParser json, Set<Long> areas) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT
                && areas.size() < CocoLabels.MAX_ENTRIES) {
            long id = 0;
            boolean area = false;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("id") && value == JsonToken.VALUE_NUMBER_INT) {
                    id = json.getLongValue();
                } else if (name.equals("isthing")) {
                    area =
                            value == JsonToken.VALUE_FALSE
                                    || value == JsonToken.VALUE_NUMBER_INT
                                            && json.getText().equals("0");
                    json.skipChildren();
                } else {
                    json.skipChildren();
                }
            }
            if (area) {
                areas.add(id);
            }
        }
    }
}
