package dev.roadloop.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.Names;
import dev.roadloop.training.api.TrackingException;
import java.util.Comparator;

/// One measurement.
///
/// @param value may be not a number or infinite
/// @param timestamp milliseconds since the epoch
record Metric(String key, double value, long timestamp, long step) {

    /// As MLflow lists a history.
    static final Comparator<Metric> IN_TIME =
            Comparator.comparingLong(Metric::timestamp)
                    .thenComparingLong(Metric::step)
                    .thenComparingDouble(Metric::value);

    static Metric read(Fields fields) {
        String key = Names.key("name", fields.required("key"));
        long timestamp = fields.requiredNumber("timestamp");
        if (timestamp < 0) {
            throw TrackingException.invalid(
                    "Invalid value "
                            + timestamp
                            + " for parameter 'timestamp' supplied: metric '"
                            + key
                            + "'. Timestamp must be a nonnegative long (64-bit integer)");
        }
        return new Metric(
                key, fields.requiredDouble("value"), timestamp, fields.number("step").orElse(0));
    }

    /// Whether this is what a run shows once both are logged: that of the later step, then of the
    /// later time, then the greater. Source: `_compare_metrics` of MLflow's SQL store.
    boolean replaces(Metric other) {
        if (step != other.step) {
            return step > other.step;
        }
        return timestamp != other.timestamp ? timestamp > other.timestamp : value > other.value;
    }

    ObjectNode message() {
        ObjectNode message = Json.jackson().createObjectNode().put("key", key);
        putValue(message, value);
        return message.put("timestamp", timestamp).put("step", step);
    }

    static Metric stored(String key, JsonNode message) {
        JsonNode value = message.path("value");
        return new Metric(
                key,
                value.isTextual() ? Double.parseDouble(value.asText()) : value.doubleValue(),
                message.path("timestamp").asLong(),
                message.path("step").asLong());
    }

    /// What is no number has a name in the JSON of protocol buffers.
    private static void putValue(ObjectNode message, double value) {
        if (Double.isFinite(value)) {
            message.put("value", value);
        } else {
            message.put("value", Double.toString(value));
        }
    }
}
