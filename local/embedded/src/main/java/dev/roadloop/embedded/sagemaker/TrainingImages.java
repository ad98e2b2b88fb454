package dev.roadloop.embedded.sagemaker;

import java.nio.file.Path;

/// Finds the build folder of an image.
@FunctionalInterface
public interface TrainingImages {

    /// @param folder the build context
    /// @param dockerfile its name within it
    record Context(Path folder, String dockerfile) {}

    /// @param uri of the image in its repository
    /// @throws RuntimeException if no asset of the template is that image
    Context find(String uri);
}
