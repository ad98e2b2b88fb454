package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.stepfunctions.engine.Execution;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the parameters of API calls and refuses what AWS refuses.
final class Input {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern BAD_NAME =
            Pattern.compile(
                    "[\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\x00-\\x1f\\x7f-\\x9f\\ufffe\\uffff]|[\\ud800-\\udfff]");

    private Input() {}

    static String required(JsonNode input, String field) {
        String value = input.path(field).textValue();
        if (value == null || value.isEmpty()) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
                            .formatted(field));
        }
        return value;
    }

    static @Nullable String optional(JsonNode input, String field) {
        return input.path(field).textValue();
    }

    static String name(String name) {
        if (name.isEmpty() || name.length() > 80 || BAD_NAME.matcher(name).find()) {
            throw new ApiException("InvalidName", 400, "Invalid Name: '" + name + "'");
        }
        return name;
    }

    /// JSON text of at most 256 KiB.
    ///
    /// @param code error code for what is no JSON
    static JsonNode json(String text, String code) {
        if (text.getBytes(StandardCharsets.UTF_8).length > Execution.LARGEST_PAYLOAD) {
            throw new ApiException(
                    code,
                    400,
                    "The payload is larger than the %,d bytes allowed"
                            .formatted(Execution.LARGEST_PAYLOAD));
        }
        try {
            JsonNode node = JSON.readTree(text);
            return node == null || node.isMissingNode()
                    ? JsonNodeFactory.instance.objectNode()
                    : node;
        } catch (JsonProcessingException e) {
            throw new ApiException(
                    code,
                    400,
                    "Invalid State Machine Execution Input: '" + e.getOriginalMessage() + "'");
        }
    }

    /// JSON that was taken before. Numbers may be longer now than they were then, so its size says
    /// nothing.
    static JsonNode taken(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The history holds a payload that is not JSON", e);
        }
    }

    /// `maxResults`, from 1 to 1000.
    static int pageSize(JsonNode input) {
        int size = input.path("maxResults").asInt(0);
        if (size < 0 || size > 1000) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    "maxResults must be from 0 to 1000, but was " + size);
        }
        return size == 0 ? 100 : size;
    }

    static long token(JsonNode input) {
        String token = input.path("nextToken").asText("0");
        try {
            return Long.parseLong(token);
        } catch (NumberFormatException e) {
            throw new ApiException("InvalidToken", 400, "Invalid Token: '" + token + "'");
        }
    }

    static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.toEpochMilli(), 3);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
