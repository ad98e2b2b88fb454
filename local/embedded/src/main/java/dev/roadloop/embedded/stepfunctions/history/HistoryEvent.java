package dev.roadloop.embedded.stepfunctions.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;

/// An event of an execution's history, as AWS's `HistoryEvent`.
///
/// @param id 1 for the first, without gaps
/// @param previousEventId the event that this one follows on its branch, 0 for none
/// @param type such as `TaskStateEntered`
/// @param timestamp to the millisecond
/// @param detailsName such as `stateEnteredEventDetails`; empty where the type has no details
/// @param details the fields of the details
public record HistoryEvent(
        long id,
        long previousEventId,
        String type,
        Instant timestamp,
        String detailsName,
        ObjectNode details) {

    /// The event as the API prints it, times in seconds since the epoch.
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("timestamp", BigDecimal.valueOf(timestamp.toEpochMilli(), 3));
        json.put("type", type);
        json.put("id", id);
        json.put("previousEventId", previousEventId);
        if (!detailsName.isEmpty()) {
            json.set(detailsName, details);
        }
        return json;
    }

    /// Reads what [#toJson] printed.
    public static HistoryEvent of(JsonNode json) {
        String detailsName = "";
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        for (var field : json.properties()) {
            if (field.getValue() instanceof ObjectNode object) {
                detailsName = field.getKey();
                details = object;
            }
        }
        return new HistoryEvent(
                json.get("id").longValue(),
                json.get("previousEventId").longValue(),
                json.get("type").textValue(),
                Instant.ofEpochMilli(
                        json.get("timestamp").decimalValue().movePointRight(3).longValue()),
                detailsName,
                details);
    }

    /// Whether an execution ends with this event.
    public boolean isTerminal() {
        return switch (type) {
            case "ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted" ->
                    true;
            default -> false;
        };
    }
}
