package dev.roadloop.contracts;

import org.jspecify.annotations.Nullable;

/// What a record's constructor demands of a field that JSON may have left out.
final class Required {
    private Required() {}

    /// @throws IllegalArgumentException naming the field when it is absent
    static void present(@Nullable Object value, String field) {
        if (value == null) {
            throw new IllegalArgumentException("the field \"" + field + "\" is missing");
        }
    }

    /// @throws IllegalArgumentException naming the field when the text is absent or blank
    static void text(@Nullable String value, String field) {
        present(value, field);
        if (value != null && value.isBlank()) {
            throw new IllegalArgumentException("the field \"" + field + "\" is blank");
        }
    }

    /// @throws IllegalArgumentException naming the field when the number is negative
    static void notNegative(long value, String field) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "the field \"" + field + "\" is " + value + "; expected 0 or more");
        }
    }
}
