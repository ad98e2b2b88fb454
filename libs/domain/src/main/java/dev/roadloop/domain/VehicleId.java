package dev.roadloop.domain;

import java.util.regex.Pattern;

/// The name of a vehicle, as it stands in object keys: 1 to 40 letters, digits, `.`, `_` or `-`,
/// beginning with a letter or a digit.
///
/// @param value the name
public record VehicleId(String value) implements Comparable<VehicleId> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");

    /// @throws IllegalArgumentException when the name has another shape
    public VehicleId {
        Checks.matches(
                SHAPE,
                value,
                "vehicle id",
                "1 to 40 of A-Z a-z 0-9 . _ - beginning with a letter or digit");
    }

    @Override
    public int compareTo(VehicleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
