package dev.roadloop.models.bundle;

import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files of a bundle in memory, read within bounds: a folder from somebody else may be large,
/// deep, or lead elsewhere.
final class BundleFiles {

    static final String DECISION = "decision.dsse.json";
    static final String POLICY = "policy.json";
    static final String KEY = "key.pem";
    static final String EVIDENCE = "evidence/";
    static final String ENVELOPE = ".dsse.json";

    private static final int MOST_FILES = 64;
    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST_DEPTH = 4;

    private BundleFiles() {}

    /// Contents by path, with `/` between names.
    ///
    /// @throws CallerException if the folder is not what a bundle is
    static SortedMap<String, byte[]> read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new CallerException(folder + " is no folder; expected a promotion's bundle");
        }
        List<Path> paths;
        try (Stream<Path> found = Files.walk(folder, MOST_DEPTH)) {
            paths = found.limit(4L * MOST_FILES + 1).toList();
        }
        if (paths.size() > 4 * MOST_FILES) {
            throw many(folder);
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (Path path : paths) {
            String name = folder.relativize(path).toString().replace('\\', '/');
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                if (folder.relativize(path).getNameCount() == MOST_DEPTH) {
                    throw new CallerException(
                            folder + ": " + name + " is deeper than any folder of a bundle");
                }
                continue;
            }
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new CallerException(
                        folder + ": " + name + " is a link or a device; expected files only");
            }
            if (files.size() == MOST_FILES) {
                throw many(folder);
            }
            files.put(name, content(path, name));
        }
        return Collections.unmodifiableSortedMap(files);
    }

    private static CallerException many(Path folder) {
        return new CallerException(
                folder + " has more than " + MOST_FILES + " files; expected fewer");
    }

    private static byte[] content(Path path, String name) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new CallerException(
                        name + " has more than " + (MOST_BYTES >> 20) + " MiB; expected less");
            }
            return content;
        }
    }
}
