package dev.roadloop.cli.training;

import dev.roadloop.contracts.Json;
import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.training.Trainer;
import dev.roadloop.train.Main;
import dev.roadloop.vision.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Which code trains, where no container image says so.
public final class CodeVersion {

    /// A class of each module whose code decides what a training makes.
    private static final List<Class<?>> PARTS =
            List.of(Main.class, Trainer.class, Picture.class, Json.class);

    private CodeVersion() {}

    /// The commit that the project's folder is at, `-dirty` behind it where files differ from it;
    /// empty where Git cannot say.
    public static String commit() {
        String root = System.getProperty("roadloop.root", ".");
        String commit = git(root, "rev-parse", "HEAD");
        boolean dirty = !git(root, "status", "--porcelain", "--untracked-files=no").isEmpty();
        return commit.isEmpty() || !dirty ? commit : commit + "-dirty";
    }

    private static String git(String root, String... arguments) {
        try {
            Process git =
                    new ProcessBuilder(
                                    Stream.concat(
                                                    Stream.of("git", "-C", root),
                                                    Stream.of(arguments))
                                            .toList())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? said.strip() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /// The digest of the code that decides what a training makes; it stands for that of an image.
    static String digest() {
        MessageDigest digest = Sha256.newDigest();
        for (Class<?> part : PARTS) {
            URL place = part.getProtectionDomain().getCodeSource().getLocation();
            add(digest, Path.of(URI.create(place.toString())));
        }
        return "classes-sha256:" + Sha256.ofDigest(digest.digest());
    }

    private static void add(MessageDigest digest, Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the code in " + path + " cannot be read", e);
        }
    }
}
