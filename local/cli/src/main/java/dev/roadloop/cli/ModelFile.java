package dev.roadloop.cli;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/// A packaged model on disk.
final class ModelFile {

    private static final int BUFFER = 1 << 20;

    private ModelFile() {}

    static Sha256 digest(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return Sha256.ofDigest(digest.digest());
    }

    /// @throws CallerException if the file is another model
    static void same(Path file, Sha256 expected) throws IOException {
        Sha256 found = digest(file);
        if (!found.equals(expected)) {
            throw new CallerException(
                    file
                            + " is another model than was decided about: expected sha256 "
                            + expected
                            + ", found "
                            + found);
        }
    }
}
