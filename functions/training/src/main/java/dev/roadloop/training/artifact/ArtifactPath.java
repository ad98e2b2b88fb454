package dev.roadloop.training.artifact;

import dev.roadloop.training.api.TrackingException;
import java.util.Arrays;

/// A path below the place of all artifacts. Empty for that place itself.
record ArtifactPath(String text) {
    private static final int LONGEST = 900;

    ArtifactPath {
        boolean safe =
                text.length() <= LONGEST
                        && text.chars().noneMatch(c -> c < 0x20 || c == '\\' || c == 0x7f)
                        && !text.startsWith("/")
                        && Arrays.stream(text.split("/", -1))
                                .noneMatch(part -> part.equals("..") || part.equals("."));
        if (!safe || text.contains("//")) {
            throw TrackingException.invalid(
                    "Invalid path '"
                            + text.substring(0, Math.min(200, text.length()))
                            + "': expected a relative path without '..', '.', empty parts, '\\' or"
                            + " control characters");
        }
    }

    /// Without slashes at its ends.
    static ArtifactPath of(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == '/') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '/') {
            to--;
        }
        return new ArtifactPath(text.substring(from, to));
    }

    ArtifactPath resolve(String below) {
        return below.isEmpty() ? this : of(text.isEmpty() ? below : text + "/" + below);
    }

    String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }
}
