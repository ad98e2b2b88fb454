package dev.roadloop.cli;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.domain.CallerException;
import dev.roadloop.freeze.DatasetFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A version of a dataset as people name it: `DIR`, or `DIR@TAG`.
record DatasetVersion(DatasetFolder folder, DatasetManifest manifest) implements Closeable {

    static DatasetVersion open(String name) throws IOException {
        int at = name.lastIndexOf('@');
        boolean tagged = at > 0 && !Files.exists(Path.of(name));
        Path root = Path.of(tagged ? name.substring(0, at) : name);
        DatasetFolder folder = DatasetFolder.existing(root);
        try {
            DatasetManifest manifest =
                    tagged
                            ? folder.version(name.substring(at + 1))
                            : folder.newest()
                                    .orElseThrow(() ->
                                            new CallerException(
                                                    root
                                                            + ": expected a version that is checked"
                                                            + " out, found none; run dvc pull"));
            return new DatasetVersion(folder, manifest);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
