package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The files of a bag directory, wherever they lie.
public interface BagFolder {

    /// What people call it; every error message names it.
    String name();

    /// Names of the files directly in it, in any order.
    ///
    /// @throws IOException if that cannot be told
    List<String> files() throws IOException;

    /// Opens one of them; the caller closes it.
    ///
    /// @throws IOException if its bytes cannot be had
    ByteSource open(String file) throws IOException;

    /// A local directory.
    static BagFolder of(Path directory) {
        return new BagFolder() {
            @Override
            public String name() {
                return directory.toString();
            }

            @Override
            public List<String> files() throws IOException {
                try (Stream<Path> files = Files.list(directory)) {
                    return files.filter(Files::isRegularFile)
                            .map(file -> String.valueOf(file.getFileName()))
                            .toList();
                }
            }

            @Override
            public ByteSource open(String file) throws IOException {
                return ByteSource.of(directory.resolve(file));
            }
        };
    }
}
