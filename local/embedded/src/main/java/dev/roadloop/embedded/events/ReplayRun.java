package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/// One replay: what was asked, and the last event that was handed on.
///
/// @param description as `DescribeReplay` gives it
/// @param from first moment
/// @param to first moment after
/// @param onlyRules ARNs of the rules that see the events; empty for all
/// @param day of the archive that is under way, empty before the first
/// @param done events of that day that were handed on
record ReplayRun(
        ObjectNode description,
        Instant from,
        Instant to,
        List<String> onlyRules,
        String day,
        long done) {

    ReplayRun {
        onlyRules = List.copyOf(onlyRules);
    }

    static ReplayRun parse(JsonNode entry) {
        return new ReplayRun(
                (ObjectNode) entry.get("replay"),
                Instant.parse(entry.get("from").textValue()),
                Instant.parse(entry.get("to").textValue()),
                entry.get("only").valueStream().map(JsonNode::textValue).toList(),
                entry.get("day").textValue(),
                entry.get("done").longValue());
    }

    ObjectNode toJson() {
        ObjectNode entry =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("from", from.toString())
                        .put("to", to.toString())
                        .put("day", day)
                        .put("done", done);
        entry.set("replay", description);
        onlyRules.forEach(entry.putArray("only")::add);
        return entry;
    }

    String name() {
        return description.path("ReplayName").asText();
    }

    String archiveArn() {
        return description.path("EventSourceArn").asText();
    }

    boolean isRunning() {
        return description.path("State").asText().equals("RUNNING");
    }

    /// The same after the `count`th event of `ofDay`.
    ReplayRun at(String ofDay, long count) {
        return new ReplayRun(description, from, to, onlyRules, ofDay, count);
    }

    /// The same, ended.
    ReplayRun ended(String state, String reason, double seconds) {
        ObjectNode last =
                description
                        .deepCopy()
                        .put("State", state)
                        .put("StateReason", reason)
                        .put("ReplayEndTime", seconds);
        return new ReplayRun(last, from, to, onlyRules, day, done);
    }
}
