package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One rule of a bus.
///
/// @param bus name of its bus, `default` for AWS's own events and schedules
/// @param pattern JSON event pattern; absent for a rule that only has a schedule
/// @param schedule `rate(…)` or `cron(…)`; absent for a rule that only has a pattern
public record EventRule(
        String name,
        String arn,
        String bus,
        String description,
        Optional<String> pattern,
        Optional<String> schedule,
        boolean enabled,
        List<EventTarget> targets) {

    /// @throws IllegalArgumentException if the rule has neither pattern nor schedule, or a schedule
    ///   that cannot be read
    public EventRule {
        targets = List.copyOf(targets);
        if (pattern.isEmpty() && schedule.isEmpty()) {
            throw new IllegalArgumentException(
                    "rule "
                            + name
                            + ": expected an event pattern or a schedule expression, found"
                            + " neither");
        }
        schedule.ifPresent(ScheduleExpression::parse);
    }

    /// Reads a rule as CloudFormation and the API write it: `EventPattern`, `ScheduleExpression`,
    /// `State`, `Description`, `Targets`.
    public static EventRule parse(String name, String arn, String bus, JsonNode properties) {
        JsonNode pattern = properties.path("EventPattern");
        List<EventTarget> targets = new ArrayList<>();
        properties.path("Targets").forEach(target -> targets.add(EventTarget.parse(target)));
        Optional<String> text =
                pattern.isTextual()
                        ? Optional.of(pattern.asText())
                        : pattern.isObject() ? Optional.of(pattern.toString()) : Optional.empty();
        return new EventRule(
                name,
                arn,
                bus,
                properties.path("Description").asText(""),
                text,
                Optional.of(properties.path("ScheduleExpression").asText(""))
                        .filter(expression -> !expression.isEmpty()),
                !properties.path("State").asText("ENABLED").equals("DISABLED"),
                targets);
    }

    EventRule withState(boolean on) {
        return new EventRule(name, arn, bus, description, pattern, schedule, on, targets);
    }

    EventRule withTargets(List<EventTarget> changed) {
        return new EventRule(name, arn, bus, description, pattern, schedule, enabled, changed);
    }

    /// As the API describes it, without targets.
    ObjectNode describe() {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("Name", name)
                        .put("Arn", arn)
                        .put("EventBusName", bus)
                        .put("State", enabled ? "ENABLED" : "DISABLED");
        pattern.ifPresent(text -> node.put("EventPattern", text));
        schedule.ifPresent(text -> node.put("ScheduleExpression", text));
        if (!description.isEmpty()) {
            node.put("Description", description);
        }
        return node;
    }
}
