package dev.roadloop.embedded.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes small cloud assemblies for tests.
public final class Assemblies {

    private Assemblies() {}

    /// An assembly of one stack `S` with these resources.
    ///
    /// @param resources the JSON object of the template's `Resources`
    public static CloudAssembly of(Path directory, URI endpoint, String resources) {
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve("manifest.json"),
                    """
                    {"artifacts": {"S": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "t.json"}}}}\
                    """);
            Files.writeString(directory.resolve("t.json"), "{\"Resources\": " + resources + "}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CloudAssembly.load(directory, TemplateSettings.of("us-east-1", endpoint));
    }
}
