package dev.roadloop.domain;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The folder of one upload below its vehicle, chosen by whoever uploads: 1 to 100 letters, digits,
/// `.`, `_` or `-`, beginning with a letter or a digit. For a recording that lies directly below
/// its vehicle it is the file's name.
///
/// @param value the folder's name
public record UploadId(String value) implements Comparable<UploadId> {
    private static final int MAX_KEPT = 80;
    private static final int HASH_DIGITS = 8;
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /// @throws IllegalArgumentException when the name has another shape
    public UploadId {
        Checks.matches(
                SHAPE,
                value,
                "upload id",
                "1 to 100 of A-Z a-z 0-9 . _ - beginning with a letter or digit");
    }

    /// The id of an upload whose folder or file has any name: the name itself where it has the
    /// shape of an id, else its usable characters and 8 digits of its SHA-256.
    public static UploadId of(String name) {
        if (SHAPE.matcher(name).matches()) {
            return new UploadId(name);
        }
        String usable = name.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[^A-Za-z0-9]+", "");
        String kept = usable.substring(0, Math.min(usable.length(), MAX_KEPT));
        String hash = Sha256.of(name.getBytes(StandardCharsets.UTF_8)).prefix(HASH_DIGITS);
        return new UploadId(kept.isEmpty() ? hash : kept + "-" + hash);
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
