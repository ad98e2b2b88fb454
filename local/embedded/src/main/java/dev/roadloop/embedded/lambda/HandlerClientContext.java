package dev.roadloop.embedded.lambda;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The caller's client context: its free values. Mobile client fields are not carried.
///
/// @param custom values under `custom`
/// @param env values under `env`
record HandlerClientContext(Map<String, String> custom, Map<String, String> env)
        implements ClientContext {

    private static final ObjectMapper JSON = new ObjectMapper();

    static HandlerClientContext parse(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return new HandlerClientContext(
                    strings(node.path("custom")), strings(node.path("env")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "client context: expected a JSON object, found " + json, e);
        }
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        object.properties().forEach(field -> values.put(field.getKey(), field.getValue().asText()));
        return values;
    }

    @Override
    public @Nullable Client getClient() {
        return null;
    }

    @Override
    public Map<String, String> getCustom() {
        return custom;
    }

    @Override
    public Map<String, String> getEnvironment() {
        return env;
    }
}
