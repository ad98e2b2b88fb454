package dev.roadloop.sensorlog.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the types of a JSON Schema: `type`, `properties`, `items`, `$ref` inside the document,
/// `contentEncoding` base64, `const` alternatives. What it cannot type, or what refers to itself,
/// becomes a JSON value.
///
/// Source: JSON Schema 2020-12 validation vocabulary. Objects titled `time` and `duration` with
/// integer `sec` and `nsec` are the convention of well-known JSON schemas for robotics.
final class JsonSchema {

    /// Field of the root that receives the properties a schema does not list.
    static final String UNLISTED = "_unlisted";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode document;
    private final Set<String> openReferences = new HashSet<>();

    private JsonSchema(JsonNode document) {
        this.document = document;
    }

    static StructType parse(String name, byte[] schema) {
        JsonNode document;
        try {
            document = schema.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new MessageSchemaException(
                    "The JSON schema of %s is no JSON: %s".formatted(name, e.getOriginalMessage()),
                    e);
        } catch (java.io.IOException e) {
            throw new MessageSchemaException(
                    "The JSON schema of %s cannot be read.".formatted(name), e);
        }
        List<Field> fields = new ArrayList<>();
        if (new JsonSchema(document).type(document, 0) instanceof StructType struct) {
            fields.addAll(struct.fields());
        }
        if (fields.stream().noneMatch(field -> field.name().equals(UNLISTED))) {
            fields.add(new Field(UNLISTED, ScalarType.JSON));
        }
        return new StructType(name, fields, List.of());
    }

    private FieldType type(JsonNode schema, int depth) {
        if (depth > MessageNodes.MAX_DEPTH) {
            return ScalarType.JSON;
        }
        if (schema.path("$ref").isTextual()) {
            return reference(schema.path("$ref").asText(), depth);
        }
        return switch (typeName(schema)) {
            case "boolean" -> ScalarType.BOOL;
            case "integer" -> ScalarType.INT64;
            case "number" -> ScalarType.FLOAT64;
            case "string" ->
                    schema.path("contentEncoding").asText().equals("base64")
                            ? ListType.variable(ScalarType.UINT8)
                            : ScalarType.STRING;
            case "array" ->
                    schema.path("items").isObject()
                            ? ListType.variable(type(schema.path("items"), depth + 1))
                            : ScalarType.JSON;
            case "object" -> object(schema, depth);
            default -> ScalarType.JSON;
        };
    }

    private FieldType reference(String reference, int depth) {
        if (!reference.startsWith("#/") || !openReferences.add(reference)) {
            return ScalarType.JSON;
        }
        JsonNode target = document.at(reference.substring(1));
        FieldType type = target.isMissingNode() ? ScalarType.JSON : type(target, depth + 1);
        openReferences.remove(reference);
        return type;
    }

    private FieldType object(JsonNode schema, int depth) {
        JsonNode properties = schema.path("properties");
        if (!properties.isObject() || properties.isEmpty()) {
            return ScalarType.JSON;
        }
        String title = schema.path("title").asText();
        if (properties.size() == 2
                && typeName(properties.path("sec")).equals("integer")
                && typeName(properties.path("nsec")).equals("integer")
                && (title.equals("time") || title.equals("duration"))) {
            return title.equals("time") ? ScalarType.TIME : ScalarType.DURATION;
        }
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            if (!property.getKey().isEmpty()) {
                fields.add(new Field(property.getKey(), type(property.getValue(), depth + 1)));
            }
        }
        return new StructType(title, fields, List.of());
    }

    private static String typeName(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            return type.asText();
        }
        if (type.isArray()) {
            List<String> names = new ArrayList<>();
            type.forEach(name -> names.add(name.asText()));
            names.remove("null");
            return names.size() == 1 ? names.getFirst() : "";
        }
        JsonNode alternatives =
                schema.path("oneOf").isArray() ? schema.path("oneOf") : schema.path("enum");
        boolean integers = !alternatives.isEmpty();
        boolean texts = !alternatives.isEmpty();
        for (JsonNode alternative : alternatives) {
            JsonNode value = alternative.isObject() ? alternative.path("const") : alternative;
            integers &= value.isIntegralNumber();
            texts &= value.isTextual();
        }
        return integers ? "integer" : texts ? "string" : "";
    }
}
