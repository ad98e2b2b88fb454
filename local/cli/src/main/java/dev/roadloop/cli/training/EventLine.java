package dev.roadloop.cli.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;

/// What a training's process says: an event as a line of JSON.
public final class EventLine {

    private EventLine() {}

    /// The event; an empty object where the line is none, for native libraries print, too.
    public static JsonNode read(String line) {
        try {
            return Json.jackson().readTree(line);
        } catch (JsonProcessingException e) {
            return Json.jackson().createObjectNode();
        }
    }
}
