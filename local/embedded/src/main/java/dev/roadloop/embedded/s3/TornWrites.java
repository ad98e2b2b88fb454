package dev.roadloop.embedded.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Removes what a killed process had written of an object. The store writes to a file beside the
/// object's, named `<object>-<uuid>`, and moves it into place; one that was never moved would be
/// listed as an object.
final class TornWrites {

    private static final Pattern UUID =
            Pattern.compile("-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Path root;

    /// @param root folder of the buckets
    TornWrites(Path root) {
        this.root = root;
    }

    /// Removes what is left of writing an object that was under way when the process was killed.
    void remove(String bucket, String key) {
        Path object = root.resolve(bucket).resolve(key).normalize();
        Path folder = object.getParent();
        if (folder == null || !object.startsWith(root) || !Files.isDirectory(folder)) {
            return;
        }
        String name = String.valueOf(object.getFileName());
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> torn =
                    files.filter(file -> isTorn(name, file.getFileName().toString())).toList();
            for (Path file : torn) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot remove what is left of writing s3://" + bucket + "/" + key, e);
        }
    }

    private static boolean isTorn(String object, String file) {
        return file.startsWith(object) && UUID.matcher(file.substring(object.length())).matches();
    }
}
