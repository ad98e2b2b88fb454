package dev.roadloop.freeze.picture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.SequenceWriter;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers what files said when they were last read, so that they are not read again: as long as
/// size, change time and inode are the same. A file that changed in the two seconds before it was
/// read is not remembered, as it may change again without its time changing. One JSON line a file;
/// a damaged index is as none.
///
/// Thread-safe. Memory: about 350 bytes a file.
public final class PictureIndex {
    private static final long FRESH_MILLIS = 2_000;

    private final Path file;
    private final Map<String, Line> known;
    private final Map<Sha256, PictureFacts> contents = new HashMap<>();
    private final Map<String, Line> used = new ConcurrentHashMap<>();

    /// A file as it was.
    private record Line(String path, long size, String changed, String node, PictureFacts facts) {
        boolean isOf(Stamp stamp) {
            return size == stamp.size()
                    && changed.equals(stamp.changed())
                    && node.equals(stamp.node());
        }
    }

    /// What tells whether a file may have changed.
    record Stamp(long size, String changed, String node, boolean settled) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            FileTime changed = now.lastModifiedTime();
            boolean settled =
                    FileTime.fromMillis(System.currentTimeMillis() - FRESH_MILLIS)
                                    .compareTo(changed)
                            > 0;
            return new Stamp(
                    now.size(), changed.toString(), String.valueOf(now.fileKey()), settled);
        }
    }

    private PictureIndex(Path file, Map<String, Line> known) {
        this.file = file;
        this.known = known;
        known.values().forEach(line -> contents.put(line.facts().sha256(), line.facts()));
    }

    /// Reads an index, or begins one.
    public static PictureIndex open(Path file) throws IOException {
        Map<String, Line> known = new HashMap<>();
        if (Files.exists(file)) {
            try (MappingIterator<Line> lines =
                    Json.jackson().readerFor(Line.class).readValues(file.toFile())) {
                while (lines.hasNextValue()) {
                    Line line = lines.nextValue();
                    known.put(line.path(), line);
                }
            } catch (JsonProcessingException e) {
                // All files are read again, which mends it.
                known.clear();
            }
        }
        return new PictureIndex(file, known);
    }

    Optional<PictureFacts> find(Path picture, Stamp stamp) {
        String path = path(picture);
        Line line = known.get(path);
        if (line == null || !line.isOf(stamp)) {
            return Optional.empty();
        }
        used.put(path, line);
        return Optional.of(line.facts());
    }

    /// What a file said that had the same content, wherever it lay.
    Optional<PictureFacts> find(Sha256 digest) {
        return Optional.ofNullable(contents.get(digest));
    }

    void add(Path picture, Stamp stamp, PictureFacts facts) {
        if (stamp.settled()) {
            String path = path(picture);
            used.put(path, new Line(path, stamp.size(), stamp.changed(), stamp.node(), facts));
        }
    }

    /// Writes what was used or added; the rest is forgotten.
    public void save() throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        try (SequenceWriter lines =
                Json.jackson().writer().withRootValueSeparator("\n").writeValues(whole.toFile())) {
            for (Line line : new TreeMap<>(used).values()) {
                lines.write(line);
            }
        }
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String path(Path picture) {
        return picture.toAbsolutePath().normalize().toString();
    }
}
