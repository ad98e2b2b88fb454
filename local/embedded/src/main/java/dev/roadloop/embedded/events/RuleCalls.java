package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The calls that read buses, and read and change rules.
final class RuleCalls {

    private final EventBridgeApi.Account account;
    private final RuleBook rules;

    RuleCalls(EventBridgeApi.Account account, RuleBook rules) {
        this.account = account;
        this.rules = rules;
    }

    JsonNode call(String action, JsonNode input) {
        return switch (action) {
            case "ListEventBuses" -> {
                ObjectNode answer = JsonNodeFactory.instance.objectNode();
                ArrayNode list = answer.putArray("EventBuses");
                String prefix = input.path("NamePrefix").asText("");
                rules.buses().stream()
                        .filter(bus -> bus.startsWith(prefix))
                        .forEach(bus ->
                                list.addObject()
                                        .put("Name", bus)
                                        .put("Arn", account.arn("event-bus/" + bus)));
                yield answer;
            }
            case "DescribeEventBus" -> {
                String bus = EventEntry.busName(input.path("Name").asText("default"));
                if (!rules.hasBus(bus)) {
                    throw new ApiException(
                            "ResourceNotFoundException",
                            400,
                            "Event bus " + bus + " does not exist.");
                }
                yield JsonNodeFactory.instance
                        .objectNode()
                        .put("Name", bus)
                        .put("Arn", account.arn("event-bus/" + bus));
            }
            case "ListRules" -> list(input);
            case "DescribeRule" -> rule(input).describe();
            case "ListTargetsByRule" -> {
                ObjectNode answer = JsonNodeFactory.instance.objectNode();
                ArrayNode list = answer.putArray("Targets");
                rule(input, "Rule").targets().forEach(target -> list.add(target.json()));
                yield answer;
            }
            case "EnableRule", "DisableRule" -> {
                rules.setState(rule(input), action.equals("EnableRule"));
                yield JsonNodeFactory.instance.objectNode();
            }
            case "PutRule" -> put(input);
            case "DeleteRule" -> {
                rules.find(bus(input), input.path("Name").asText())
                        .ifPresent(rule -> rules.remove(changeable(rule)));
                yield JsonNodeFactory.instance.objectNode();
            }
            case "PutTargets" -> putTargets(input);
            case "RemoveTargets" -> removeTargets(input);
            default ->
                    throw new ApiException(
                            "UnknownOperationException",
                            400,
                            "events:" + action + " is not served by the embedded mode");
        };
    }

    private JsonNode list(JsonNode input) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("Rules");
        String prefix = input.path("NamePrefix").asText("");
        rules.rules(bus(input)).stream()
                .filter(rule -> rule.name().startsWith(prefix))
                .forEach(rule -> list.add(rule.describe()));
        return answer;
    }

    private JsonNode put(JsonNode input) {
        String bus = bus(input);
        String name = input.path("Name").asText("");
        if (!name.matches("[.\\-_A-Za-z0-9]{1,64}")) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    "Name: expected 1 to 64 letters, digits, dots, hyphens and underscores, found '"
                            + name
                            + "'");
        }
        String arn = account.arn("rule/" + (bus.equals("default") ? "" : bus + "/") + name);
        List<EventTarget> kept =
                rules.find(bus, name).map(rule -> changeable(rule).targets()).orElse(List.of());
        try {
            rules.put(EventRule.parse(name, arn, bus, input).withTargets(kept));
        } catch (IllegalArgumentException e) {
            throw new ApiException(
                    input.has("EventPattern")
                            ? "InvalidEventPatternException"
                            : "ValidationException",
                    400,
                    "Event pattern is not valid. Reason: " + e.getMessage());
        }
        return JsonNodeFactory.instance.objectNode().put("RuleArn", arn);
    }

    private JsonNode putTargets(JsonNode input) {
        EventRule rule = changeable(rule(input, "Rule"));
        Map<String, EventTarget> targets = new LinkedHashMap<>();
        rule.targets().forEach(target -> targets.put(target.id(), target));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode refused = JsonNodeFactory.instance.arrayNode();
        for (JsonNode json : input.path("Targets")) {
            try {
                EventTarget target = EventTarget.parse(json);
                targets.put(target.id(), target);
            } catch (IllegalArgumentException e) {
                refused.addObject()
                        .put("TargetId", json.path("Id").asText())
                        .put("ErrorCode", "ValidationException")
                        .put("ErrorMessage", e.getMessage());
            }
        }
        rules.put(rule.withTargets(new ArrayList<>(targets.values())));
        answer.put("FailedEntryCount", refused.size()).set("FailedEntries", refused);
        return answer;
    }

    private JsonNode removeTargets(JsonNode input) {
        EventRule rule = changeable(rule(input, "Rule"));
        List<String> gone = input.path("Ids").valueStream().map(JsonNode::asText).toList();
        rules.put(
                rule.withTargets(
                        rule.targets().stream()
                                .filter(target -> !gone.contains(target.id()))
                                .toList()));
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("FailedEntryCount", 0);
        answer.putArray("FailedEntries");
        return answer;
    }

    private EventRule changeable(EventRule rule) {
        if (rules.isTemplated(rule)) {
            throw new ApiException(
                    "ManagedRuleException",
                    400,
                    "Rule "
                            + rule.name()
                            + " is managed by the template: change it there; calls may only enable"
                            + " and disable it.");
        }
        return rule;
    }

    private EventRule rule(JsonNode input) {
        return rule(input, "Name");
    }

    private EventRule rule(JsonNode input, String field) {
        String name = input.path(field).asText("");
        String bus = bus(input);
        return rules.find(bus, name)
                .orElseThrow(() ->
                        new ApiException(
                                "ResourceNotFoundException",
                                400,
                                "Rule " + name + " does not exist on EventBus " + bus + "."));
    }

    private String bus(JsonNode input) {
        String bus = EventEntry.busName(input.path("EventBusName").asText("default"));
        if (!rules.hasBus(bus)) {
            throw new ApiException(
                    "ResourceNotFoundException", 400, "Event bus " + bus + " does not exist.");
        }
        return bus;
    }
}
