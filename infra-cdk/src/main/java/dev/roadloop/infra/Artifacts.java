package dev.roadloop.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The files of the build that the template carries: function jars, job images and state machine
/// definitions.
///
/// @param root of the source tree, whose modules have been packaged
record Artifacts(Path root) {

    /// Contexts: the one jar of `functions/<context>` holds all their functions.
    private static final List<String> FUNCTIONS =
            List.of("ingest", "datasets", "training", "models");

    /// Folders of `containers` with a Dockerfile and the jar that it copies.
    private static final List<String> IMAGES =
            List.of("inspect", "redact", "convert", "freeze", "train", "package", "evaluate");

    /// Definitions in Amazon States Language with `${Placeholders}`.
    private static final List<String> MACHINES =
            List.of("ingest-drive", "build-dataset", "train-model", "qualify-model", "sweep");

    Artifacts {
        IMAGES.forEach(name -> requireFile(image(root, name).resolve("Dockerfile")));
        MACHINES.forEach(name -> requireFile(definition(root, name)));
    }

    /// The jar of a context's functions.
    Path jar(String context) {
        return shadedJar(root.resolve("functions").resolve(known(FUNCTIONS, context)));
    }

    /// The folder of an image.
    Path image(String name) {
        return image(root, known(IMAGES, name));
    }

    /// The definition of a state machine.
    Path machine(String name) {
        return definition(root, known(MACHINES, name));
    }

    /// The one `target/*-all.jar` of a module.
    static Path shadedJar(Path module) {
        Path target = module.resolve("target");
        if (!Files.isDirectory(target)) {
            throw missing(target.resolve("*-all.jar"));
        }
        try (Stream<Path> files = Files.list(target)) {
            List<Path> jars =
                    files.filter(f -> f.getFileName().toString().endsWith("-all.jar")).toList();
            if (jars.size() != 1) {
                throw new IllegalStateException(
                        "Expected one *-all.jar in %s, found %s. Run `./mvnw package` or, if old versions lie there, `./mvnw clean package`."
                                .formatted(target, jars));
            }
            return jars.getFirst();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot list " + target, e);
        }
    }

    /// Every file whose content ends up in the cloud assembly.
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        FUNCTIONS.forEach(context -> files.add(jar(context)));
        for (String name : IMAGES) {
            files.add(image(name).resolve("Dockerfile"));
            Optional.of(image(name).resolve(JavaJob.GPU_DOCKERFILE))
                    .filter(Files::exists)
                    .ifPresent(files::add);
            files.add(shadedJar(image(name)));
        }
        MACHINES.forEach(name -> files.add(machine(name)));
        return List.copyOf(files);
    }

    private static Path image(Path root, String name) {
        return root.resolve("containers").resolve(name);
    }

    private static Path definition(Path root, String name) {
        return root.resolve("statemachines").resolve(name + ".asl.json");
    }

    /// What is not in the lists would not be among [#files()], and a change of it go unnoticed.
    private static String known(List<String> names, String name) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException(
                    "%s is none of %s; add it there, so that a change of it is noticed"
                            .formatted(name, names));
        }
        return name;
    }

    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw missing(file);
        }
    }

    private static IllegalStateException missing(Path file) {
        return new IllegalStateException(
                "%s is missing; the template carries it. Run `./mvnw package` from the root, which makes it first."
                        .formatted(file));
    }
}
