package dev.roadloop.embedded.stepfunctions.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Step Functions writes every parameter in PascalCase; some services spell theirs in camelCase.
final class Casing {

    private static final Set<String> CAMEL_SERVICES = Set.of("states", "batch");

    /// Fields whose keys are the user's own.
    private static final Set<String> MAPS = Set.of("parameters", "tags");

    private Casing() {}

    static JsonNode toService(String service, JsonNode arguments) {
        return CAMEL_SERVICES.contains(service)
                ? rename(
                        arguments,
                        name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1))
                : arguments;
    }

    static JsonNode fromService(String service, JsonNode result) {
        return CAMEL_SERVICES.contains(service) ? pascal(result) : result;
    }

    static JsonNode pascal(JsonNode result) {
        return rename(
                result, name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    }

    private static JsonNode rename(JsonNode node, UnaryOperator<String> first) {
        if (node.isObject()) {
            ObjectNode renamed = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                String name = field.getKey();
                boolean map = MAPS.contains(name.toLowerCase(Locale.ROOT));
                renamed.set(
                        name.isEmpty() ? name : first.apply(name),
                        map ? field.getValue() : rename(field.getValue(), first));
            }
            return renamed;
        }
        if (node.isArray()) {
            ArrayNode renamed = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> renamed.add(rename(element, first)));
            return renamed;
        }
        return node;
    }
}
