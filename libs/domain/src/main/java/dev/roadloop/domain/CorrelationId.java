package dev.roadloop.domain;

import java.util.regex.Pattern;

/// What ties together everything that one landing event set off, from that event to the catalog
/// entry: the id of the event. 1 to 64 letters, digits, `.`, `_`, `:` or `-`.
///
/// @param value the id
public record CorrelationId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    /// @throws IllegalArgumentException when the id has another shape
    public CorrelationId {
        Checks.matches(SHAPE, value, "correlation id", "1 to 64 of A-Z a-z 0-9 . _ : -");
    }

    @Override
    public String toString() {
        return value;
    }
}
