package dev.roadloop.sensorlog.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A decoded message, or a struct in one, as a tree. For looking at some messages; a [MessageSink]
/// is faster.
///
/// Values are `Boolean`, `Long` (integers; `TIME` and `DURATION` in nanoseconds), `Float`,
/// `Double`, `String`, read-only `java.nio.ByteBuffer` (blobs), `java.util.List` of these, and
/// [MessageValue]. Absent values have no entry.
public final class MessageValue {

    private final Map<String, Object> fields;

    MessageValue(Map<String, Object> fields) {
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// The fields that are present, in the order of the schema.
    public Map<String, Object> fields() {
        return fields;
    }

    /// The value at a path such as `header.stamp`, if it is there.
    public Optional<Object> find(String path) {
        @Nullable Object value = this;
        for (String name : path.split("\\.", -1)) {
            if (!(value instanceof MessageValue struct)) {
                return Optional.empty();
            }
            value = struct.fields.get(name);
        }
        return Optional.ofNullable(value);
    }

    /// The number at a path, as a double.
    ///
    /// @throws IllegalArgumentException where there is no number
    public double real(String path) {
        return number(path).doubleValue();
    }

    /// The integer, time or duration (nanoseconds) at a path.
    ///
    /// @throws IllegalArgumentException where there is none
    public long integer(String path) {
        Number number = number(path);
        if (number instanceof Long value) {
            return value;
        }
        throw new IllegalArgumentException("'%s' is %s, not an integer.".formatted(path, number));
    }

    /// The text at a path.
    ///
    /// @throws IllegalArgumentException where there is none
    public String text(String path) {
        if (find(path).orElse(null) instanceof String text) {
            return text;
        }
        throw missing(path, "text");
    }

    private Number number(String path) {
        if (find(path).orElse(null) instanceof Number number) {
            return number;
        }
        throw missing(path, "number");
    }

    private IllegalArgumentException missing(String path, String kind) {
        return new IllegalArgumentException(
                "The message has no %s at '%s'; its fields are %s."
                        .formatted(kind, path, fields.keySet()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MessageValue value && fields.equals(value.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
