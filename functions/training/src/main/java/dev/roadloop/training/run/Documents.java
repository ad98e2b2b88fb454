package dev.roadloop.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.TrackingException;

/// JSON that comes as the text of a field.
final class Documents {

    private Documents() {}

    static JsonNode read(String field, String text) {
        try {
            return Json.jackson().readTree(text);
        } catch (JsonProcessingException e) {
            throw TrackingException.invalid(
                    "Malformed "
                            + field
                            + ": expected JSON, found an error: "
                            + e.getOriginalMessage());
        }
    }
}
