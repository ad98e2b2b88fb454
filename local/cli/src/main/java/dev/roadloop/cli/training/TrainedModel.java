package dev.roadloop.cli.training;

import dev.roadloop.train.ModelFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Where a training has left its model.
public final class TrainedModel {

    private TrainedModel() {}

    /// The folder that holds the model: `given`, or `model` in it, where `roadloop train` puts it.
    ///
    /// @throws NoSuchFileException if neither does
    public static Path folder(Path given) throws NoSuchFileException {
        Path whole = given.toAbsolutePath();
        return List.of(whole, whole.resolve("model")).stream()
                .filter(folder -> Files.isRegularFile(folder.resolve(ModelFile.NAME)))
                .findFirst()
                .orElseThrow(() ->
                        new NoSuchFileException(
                                given.resolve("model").resolve(ModelFile.NAME).toString()));
    }
}
