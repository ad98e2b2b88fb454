package dev.roadloop.domain;

import java.util.regex.Pattern;

/// The folder of one upload below its vehicle, chosen by whoever uploads: 1 to 100 letters, digits, `.`, `_` or `-`,
/// beginning with a letter or a digit. For a recording that lies directly below its vehicle it is the file's name.
///
/// @param value the folder's name
public record UploadId(String value) implements Comparable<UploadId> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /// @throws IllegalArgumentException when the name has another shape
    public UploadId {
        Checks.matches(SHAPE, value, "upload id", "1 to 100 of A-Z a-z 0-9 . _ - beginning with a letter or digit");
    }

    @Override
    public int compareTo(UploadId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
