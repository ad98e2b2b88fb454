package dev.roadloop.cli.wrong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Wrong on purpose: an error would not say which file it is about.
public final class WritesAFile {

    private WritesAFile() {}

    /// Writes.
    public static void to(Path file) throws IOException {
        Files.writeString(file, "text");
    }
}
