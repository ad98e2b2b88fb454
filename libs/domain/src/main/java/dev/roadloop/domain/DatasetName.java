package dev.roadloop.domain;

import java.util.regex.Pattern;

/// The name of a dataset, as it stands in object keys, Git tags and file names: 1 to 60 lower-case
/// letters, digits, `.`, `_` or `-`, beginning with a letter or a digit. `.lock`, which Git forbids
/// at the end of a name, and two dots in a row are refused.
///
/// @param value the name
public record DatasetName(String value) implements Comparable<DatasetName> {
    private static final Pattern SHAPE =
            Pattern.compile("(?!.*\\.\\.)(?!.*\\.lock$)[a-z0-9][a-z0-9._-]{0,58}[a-z0-9]|[a-z0-9]");

    /// @throws IllegalArgumentException when the name has another shape
    public DatasetName {
        Checks.matches(
                SHAPE,
                value,
                "dataset name",
                "1 to 60 of a-z 0-9 . _ - beginning and ending with a letter or digit");
    }

    @Override
    public int compareTo(DatasetName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
