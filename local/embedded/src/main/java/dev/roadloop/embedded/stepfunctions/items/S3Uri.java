package dev.roadloop.embedded.stepfunctions.items;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// An object as Athena's manifest names it.
record S3Uri(String bucket, String key) {

    private static final String SCHEME = "s3://";

    /// The objects that a manifest of Athena lists, one on each line.
    static List<S3Uri> lines(S3Object manifest) throws IOException {
        return new String(manifest.whole(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.strip().replace("\"", ""))
                .filter(line -> !line.isEmpty())
                .map(line -> parse(line, manifest.source()))
                .toList();
    }

    private static S3Uri parse(String text, String manifest) {
        int slash = text.indexOf('/', SCHEME.length());
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || slash <= SCHEME.length()
                || slash == text.length() - 1) {
            throw new IllegalArgumentException(
                    "The Athena manifest %s lists '%s', expected s3://bucket/key"
                            .formatted(manifest, text));
        }
        return new S3Uri(text.substring(SCHEME.length(), slash), text.substring(slash + 1));
    }
}
