package dev.roadloop.training.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The fields of a call or of an object in it. Numbers may come as text and lists of one as their
/// element, because a query string has no types.
public final class Fields {
    private final ObjectNode json;

    public Fields(ObjectNode json) {
        this.json = json;
    }

    /// The field's node; a missing node where it is absent.
    public JsonNode node(String name) {
        return json.path(name);
    }

    /// A text or a number as text; empty where it is absent, null or the empty text, which MLflow
    /// does not tell apart.
    public Optional<String> text(String name) {
        JsonNode node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isValueNode()) {
            throw TrackingException.invalid(
                    "Invalid value "
                            + shown(node)
                            + " for parameter '"
                            + name
                            + "' supplied: expected a string");
        }
        return Optional.of(node.asText()).filter(text -> !text.isEmpty());
    }

    /// A text that must be there.
    public String required(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    /// An integer.
    public OptionalLong number(String name) {
        JsonNode node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return OptionalLong.empty();
        }
        try {
            if (node.isTextual() || node.isIntegralNumber() && node.canConvertToLong()) {
                return OptionalLong.of(Long.parseLong(node.asText().strip()));
            }
        } catch (NumberFormatException e) {
            throw notANumber(name, node);
        }
        throw notANumber(name, node);
    }

    /// An integer that must be there.
    public long requiredNumber(String name) {
        return number(name).orElseThrow(() -> missing(name));
    }

    /// A floating-point number, `NaN` and the infinities by name included.
    public double requiredDouble(String name) {
        JsonNode node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            throw missing(name);
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        try {
            if (node.isTextual()) {
                return Double.parseDouble(node.asText());
            }
        } catch (NumberFormatException e) {
            throw notANumber(name, node);
        }
        throw notANumber(name, node);
    }

    /// A flag; false where it is absent.
    public boolean flag(String name) {
        return json.path(name).asText("").equalsIgnoreCase("true");
    }

    /// A list of texts; empty where it is absent.
    public List<String> texts(String name) {
        JsonNode node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : node.isArray() ? node : List.of(node)) {
            if (!each.isValueNode() || each.isNull()) {
                throw TrackingException.invalid(
                        "Invalid value "
                                + shown(node)
                                + " for parameter '"
                                + name
                                + "' supplied: expected strings");
            }
            texts.add(each.asText());
        }
        return texts;
    }

    /// A list of objects; empty where it is absent.
    public List<Fields> objects(String name) {
        JsonNode node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        List<Fields> objects = new ArrayList<>();
        for (JsonNode each : node.isArray() ? node : List.of(node)) {
            if (!(each instanceof ObjectNode object)) {
                throw TrackingException.invalid(
                        "Invalid value "
                                + shown(node)
                                + " for parameter '"
                                + name
                                + "' supplied: expected objects");
            }
            objects.add(new Fields(object));
        }
        return objects;
    }

    /// How many results a page may have.
    ///
    /// @param otherwise where the call does not say
    /// @param most what it may ask for
    public int pageSize(String name, int otherwise, int most) {
        long asked = number(name).orElse(otherwise);
        if (asked < 1 || asked > most) {
            throw TrackingException.invalid(
                    "Invalid value "
                            + asked
                            + " for parameter '"
                            + name
                            + "' supplied. It must be at least 1 and at most "
                            + most);
        }
        return (int) asked;
    }

    /// The fields as JSON. Not to be modified.
    public ObjectNode json() {
        return json;
    }

    private static TrackingException missing(String name) {
        return TrackingException.invalid(
                "Missing value for required parameter '"
                        + name
                        + "'. See the API docs for more information about request parameters.");
    }

    private static TrackingException notANumber(String name, JsonNode node) {
        return TrackingException.invalid(
                "Invalid value "
                        + shown(node)
                        + " for parameter '"
                        + name
                        + "' supplied: expected a number");
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() > 200 ? text.substring(0, 200) + "..." : text;
    }
}
