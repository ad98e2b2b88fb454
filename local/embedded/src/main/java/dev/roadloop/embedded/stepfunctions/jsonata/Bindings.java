package dev.roadloop.embedded.stepfunctions.jsonata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// What an expression can see: `$states` and the variables of its scope. Values are converted once
/// and shared by all expressions of a state.
public final class Bindings {

    private final Map<String, Object> values;

    private Bindings(Map<String, Object> values) {
        this.values = values;
    }

    /// @param states the reserved `$states`, with `input` and `context`, and `result` or
    ///   `errorOutput` where AWS has them
    /// @param variables name without `$` to value
    public static Bindings of(Map<String, JsonNode> states, Map<String, JsonNode> variables) {
        Map<String, Object> values = HashMap.newHashMap(variables.size() + 1);
        variables.forEach((name, value) -> values.put(name, JsonValues.toJava(value)));
        Map<String, Object> reserved = LinkedHashMap.newLinkedHashMap(states.size());
        states.forEach((name, value) -> reserved.put(name, JsonValues.toJava(value)));
        values.put("states", reserved);
        return new Bindings(values);
    }

    Map<String, Object> values() {
        return values;
    }
}
