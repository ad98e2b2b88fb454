package dev.roadloop.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The files of the build that the template carries: function jars, job images and state machine
/// definitions.
///
/// @param ingestJar all functions of the ingest context with everything they need
/// @param trainingJar all functions of the training context with everything they need
/// @param inspectImage folder with the Dockerfile and the jar of the inspect job
/// @param redactImage the same for the redact and merge jobs
/// @param convertImage the same for the convert job
/// @param ingestDrive state machine definition in Amazon States Language with `${Placeholders}`
record Artifacts(
        Path ingestJar,
        Path trainingJar,
        Path inspectImage,
        Path redactImage,
        Path convertImage,
        Path ingestDrive) {

    Artifacts {
        List.of(
                        ingestJar,
                        trainingJar,
                        inspectImage.resolve("Dockerfile"),
                        redactImage.resolve("Dockerfile"),
                        convertImage.resolve("Dockerfile"),
                        ingestDrive)
                .forEach(Artifacts::requireFile);
        shadedJar(inspectImage);
        shadedJar(redactImage);
        shadedJar(convertImage);
    }

    static Artifacts under(Path root) {
        return new Artifacts(
                shadedJar(root.resolve("functions/ingest")),
                shadedJar(root.resolve("functions/training")),
                root.resolve("containers/inspect"),
                root.resolve("containers/redact"),
                root.resolve("containers/convert"),
                root.resolve("statemachines/ingest-drive.asl.json"));
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
        return List.of(
                ingestJar,
                trainingJar,
                inspectImage.resolve("Dockerfile"),
                shadedJar(inspectImage),
                redactImage.resolve("Dockerfile"),
                shadedJar(redactImage),
                convertImage.resolve("Dockerfile"),
                shadedJar(convertImage),
                ingestDrive);
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
