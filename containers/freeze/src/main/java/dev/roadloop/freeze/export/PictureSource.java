package dev.roadloop.freeze.export;

import dev.roadloop.contracts.DatasetSample;
import java.io.IOException;
import java.nio.file.Path;

/// Gives the pictures of a version.
public interface PictureSource {
    /// Where the picture lies.
    Path file(DatasetSample sample);

    /// Puts the picture at a path.
    ///
    /// @throws IOException when it cannot be written
    void put(DatasetSample sample, Path to) throws IOException;
}
