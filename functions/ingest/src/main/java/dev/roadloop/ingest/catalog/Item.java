package dev.roadloop.ingest.catalog;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A table item in the making. Absent values leave no attribute.
final class Item {
    private final Map<String, AttributeValue> attributes = new TreeMap<>();

    Item(String pk, String sk) {
        text("pk", pk);
        text("sk", sk);
    }

    /// Any value by its text form.
    Item text(String name, @Nullable Object value) {
        if (value != null) {
            attributes.put(name, AttributeValue.fromS(value.toString()));
        }
        return this;
    }

    Item number(String name, @Nullable Number value) {
        if (value != null) {
            attributes.put(name, AttributeValue.fromN(value.toString()));
        }
        return this;
    }

    Item flag(String name, boolean value) {
        attributes.put(name, AttributeValue.fromBool(value));
        return this;
    }

    Item texts(String name, Collection<String> values) {
        if (!values.isEmpty()) {
            attributes.put(
                    name,
                    AttributeValue.fromL(values.stream().map(AttributeValue::fromS).toList()));
        }
        return this;
    }

    Map<String, AttributeValue> attributes() {
        return Map.copyOf(attributes);
    }
}
