package dev.roadloop.cli.workflow;

import dev.roadloop.embedded.container.StartCaches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A copy of the synthesised application whose job images have a script before their program: for a
/// drive that a test has given an exit code the program does not run, for all others it does, and
/// starts from what earlier jobs learnt, with the flags that all jobs get.
///
/// @param cdkOut the copy
/// @param codes where exit codes lie, as `<drive>.<job>`
public record ScriptedJobs(Path cdkOut, Path codes) {

    private static final String FLAGS = System.getProperty(StartCaches.FLAGS, "");

    private static final String SCRIPT =
            """
            for word; do before=$drive; drive=$word; done
            case "$*" in
              *" redact "*) job=redact;;
              *" merge "*) job=merge;;
              *roadloop-inspect-*) job=inspect;;
              *roadloop-freeze-*) job=freeze; drive=$before;;
              *roadloop-train-*) job=train;;
              *roadloop-package-*) job=package;;
              *roadloop-evaluate-*) job=evaluate;;
              *) job=convert;;
            esac
            code="%1$s/$drive.$job"
            [ -f "$code" ] && exit "$(cat "$code")"
            java=$1
            shift
            [ -f "%2$s" ] && exec "$java" %3$s "-XX:AOTCache=%2$s" "$@"
            exec "$java" %3$s "$@"
            """;

    /// Makes the copy; all but the images' Dockerfiles are links.
    public static ScriptedJobs over(Path cdkOut, Path folder) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("cdk.out"));
        Path codes = Files.createDirectories(folder.resolve("codes")).toAbsolutePath();
        try (Stream<Path> parts = Files.list(cdkOut)) {
            for (Path part : parts.toList()) {
                Path target = copy.resolve(part.getFileName());
                if (Files.isRegularFile(part.resolve("Dockerfile"))) {
                    image(part, Files.createDirectory(target), codes);
                } else {
                    Files.createSymbolicLink(target, part.toAbsolutePath());
                }
            }
        }
        return new ScriptedJobs(copy, codes);
    }

    private static void image(Path image, Path copy, Path codes) throws IOException {
        // What the embedded mode keeps of earlier jobs of the image, if there were any.
        Path cache =
                image.resolveSibling(image.getFileName() + "." + Runtime.version() + ".aot")
                        .toAbsolutePath();
        Files.writeString(copy.resolve("job.sh"), SCRIPT.formatted(codes, cache, FLAGS));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> lines = Files.readAllLines(image.resolve("Dockerfile"));
        Files.write(
                copy.resolve("Dockerfile"),
                lines.stream()
                        .flatMap(line ->
                                line.startsWith("ENTRYPOINT")
                                        ? Stream.of(
                                                "COPY job.sh /app/job.sh",
                                                line.replace(
                                                        "[\"java\"",
                                                        "[\"/bin/sh\", \"/app/job.sh\", \""
                                                                + java
                                                                + "\""))
                                        : Stream.of(line))
                        .toList());
        try (Stream<Path> parts = Files.list(image)) {
            for (Path part : parts.toList()) {
                if (!part.endsWith("Dockerfile")) {
                    Files.createSymbolicLink(
                            copy.resolve(part.getFileName()), part.toAbsolutePath());
                }
            }
        }
    }

    /// Lets a drive's job end at once with this exit code, until [#run].
    ///
    /// @param drive or the batch of labels, the run of a training or the qualification
    /// @param job `inspect`, `redact`, `merge`, `convert`, `freeze`, `train`, `package` or
    ///   `evaluate`
    public void exit(String drive, String job, int code) throws IOException {
        Path file = codes.resolve(drive + "." + job);
        Files.createDirectories(file.getParent());
        Files.writeString(file, Integer.toString(code));
    }

    /// Lets the job's program run again.
    public void run(String drive, String job) throws IOException {
        Files.deleteIfExists(codes.resolve(drive + "." + job));
    }
}
