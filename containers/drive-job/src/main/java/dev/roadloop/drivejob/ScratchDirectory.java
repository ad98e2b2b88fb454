package dev.roadloop.drivejob;

import dev.roadloop.domain.ExhaustedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A directory on the job's own disk, removed with all that is in it.
public final class ScratchDirectory implements Closeable {

    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
    }

    /// Makes one below the system's directory for temporary files.
    ///
    /// @param job how its name begins
    /// @throws ExhaustedException if there is no room for one
    public static ScratchDirectory create(String job) {
        try {
            return new ScratchDirectory(Files.createTempDirectory("roadloop-" + job + "-"));
        } catch (IOException e) {
            throw new ExhaustedException(
                    job
                            + ": no scratch directory can be made in "
                            + System.getProperty("java.io.tmpdir")
                            + ": "
                            + e.getMessage()
                            + "; give the job a disk with room",
                    e);
        }
    }

    /// Where it lies.
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(path)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
