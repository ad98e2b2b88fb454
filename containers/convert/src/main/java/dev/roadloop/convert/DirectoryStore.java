package dev.roadloop.convert;

import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.domain.file.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Objects as files below a directory, at their keys.
final class DirectoryStore implements SilverStore {

    private final Path root;

    DirectoryStore(Path root) {
        this.root = root;
    }

    @Override
    public void put(String key, Path file) throws IOException {
        Files.copy(file, target(key), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void put(String key, byte[] content, String contentType) throws IOException {
        OutputFile.write(target(key), content);
    }

    private Path target(String key) throws IOException {
        Path target = root.resolve(key).normalize();
        if (!target.startsWith(root.normalize())) {
            throw new IOException("key %s leads out of %s".formatted(key, root));
        }
        Files.createDirectories(target.getParent());
        return target;
    }

    @Override
    public void close() {}
}
