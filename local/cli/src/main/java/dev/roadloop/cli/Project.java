package dev.roadloop.cli;

import java.nio.file.Path;

/// Where the project lies that this command belongs to.
final class Project {

    private Project() {}

    /// The folder with the template and the state: the launcher says which, else the working
    /// directory.
    static Path root() {
        return Path.of(
                        System.getProperty(
                                "roadloop.root",
                                System.getenv().getOrDefault("ROADLOOP_ROOT", ".")))
                .toAbsolutePath()
                .normalize();
    }

    /// A file as one would type it here.
    static Path shortened(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
