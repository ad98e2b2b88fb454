package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where a state of an unchecked definition can lead.
final class Transitions {

    private Transitions() {}

    /// Field, such as `/Choices[0]/Next`, to the name of a state.
    static Map<String, String> of(JsonNode state) {
        Map<String, String> targets = new LinkedHashMap<>();
        add(targets, state, "Next", "");
        add(targets, state, "Default", "");
        for (String list : new String[] {"Choices", "Catch"}) {
            JsonNode entries = state.path(list);
            for (int i = 0; i < entries.size(); i++) {
                add(targets, entries.path(i), "Next", "/" + list + "[" + i + "]");
            }
        }
        return targets;
    }

    /// Whether a graph can end at the state.
    static boolean ends(JsonNode state) {
        String type = state.path("Type").asText();
        return type.equals("Succeed") || type.equals("Fail") || state.path("End").asBoolean();
    }

    private static void add(
            Map<String, String> targets, JsonNode node, String field, String location) {
        JsonNode target = node.get(field);
        if (target != null && target.isTextual()) {
            targets.put(location + "/" + field, target.textValue());
        }
    }
}
