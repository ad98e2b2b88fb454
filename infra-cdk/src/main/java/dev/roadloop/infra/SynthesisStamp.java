package dev.roadloop.infra;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Tells whether a cloud assembly was made from the very same inputs, so that a build without
/// changes skips synthesis.
///
/// The inputs are whether there are GPUs, the content of every artifact and of every class folder,
/// and the name and size of every library jar (a released jar never changes under its name).
final class SynthesisStamp {

    private static final Pattern OF_AN_ASSEMBLY =
            Pattern.compile(
                    "asset\\..*|.*\\.(template|assets|metadata)\\.json|.*NagReport\\.csv|cdk\\.out|validation-report\\.json|tree\\.json");

    private final Path outdir;
    private final Path file;
    private final String expected;

    SynthesisStamp(Path outdir, String classPath, Artifacts artifacts, boolean gpus)
            throws IOException {
        this.outdir = outdir;
        this.file = outdir.resolve("inputs.sha256");
        MessageDigest digest = sha256();
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                for (Path source : filesUnder(path)) {
                    add(digest, path.relativize(source).toString(), Files.readAllBytes(source));
                }
            } else if (Files.exists(path)) {
                add(digest, path.getFileName() + ":" + Files.size(path), new byte[0]);
            }
        }
        add(digest, "gpus:" + gpus, new byte[0]);
        for (Path artifact : artifacts.files()) {
            add(digest, artifact.toString(), Files.readAllBytes(artifact));
        }
        this.expected = HexFormat.of().formatHex(digest.digest());
    }

    boolean isCurrent() throws IOException {
        return Files.isRegularFile(file)
                && Files.isRegularFile(outdir.resolve("manifest.json"))
                && Files.readString(file).equals(expected);
    }

    void write() throws IOException {
        Files.writeString(file, expected);
    }

    /// Deletes the assembly, so that no asset of an earlier synthesis is left, be it complete or
    /// broken off. Refuses a folder that is no assembly.
    void clear() throws IOException {
        if (!Files.isDirectory(outdir)) {
            return;
        }
        boolean complete = Files.exists(outdir.resolve("manifest.json")) || Files.exists(file);
        Optional<Path> foreign = complete ? Optional.empty() : foreign();
        if (foreign.isPresent()) {
            throw new IllegalStateException(
                    "%s holds %s, so it is no cloud assembly and is not overwritten. Delete it or name another CDK_OUTDIR."
                            .formatted(outdir, foreign.get().getFileName()));
        }
        try (Stream<Path> all = Files.walk(outdir)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// Something that no synthesis writes.
    private Optional<Path> foreign() throws IOException {
        try (Stream<Path> entries = Files.list(outdir)) {
            return entries.filter(entry ->
                            !OF_AN_ASSEMBLY.matcher(entry.getFileName().toString()).matches())
                    .findFirst();
        }
    }

    private static List<Path> filesUnder(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void add(MessageDigest digest, String name, byte[] content) {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((":" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(content);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
