package dev.roadloop.freeze.picture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.databind.SequenceWriter;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.file.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers what files said when they were last read, so that they are not read again: as long as
/// size, change time and inode are the same. A file that changed in the two seconds before it was
/// read may change again without its time changing: it is read again, but what it said is known by
/// its content. One JSON line a file; a damaged index is as none.
///
/// Thread-safe. Memory: about 350 bytes a file.
public final class PictureIndex {
    private static final long FRESH_MILLIS = 2_000;

    /// In place of a change time: no file has it.
    private static final String UNSETTLED = "";

    private final Path file;
    private final long opened = System.currentTimeMillis();
    private final Map<String, Line> known = new HashMap<>();
    private final Map<Sha256, PictureFacts> contents = new HashMap<>();
    private final Map<String, Line> used = new ConcurrentHashMap<>();

    /// A file as it was.
    private record Line(String path, long size, String changed, String node, PictureFacts facts) {
        static Line of(String path, Stamp stamp, PictureFacts facts) {
            String changed = stamp.settled() ? stamp.changed() : UNSETTLED;
            return new Line(path, stamp.size(), changed, stamp.node(), facts);
        }

        boolean isOf(Stamp stamp) {
            return size == stamp.size()
                    && changed.equals(stamp.changed())
                    && node.equals(stamp.node());
        }
    }

    /// What tells whether a file may have changed.
    record Stamp(long size, String changed, String node, boolean settled) {
        static Stamp of(Path file) throws IOException {
            return of(file, System.currentTimeMillis());
        }

        /// @param read when it was read, in milliseconds since 1970
        static Stamp of(Path file, long read) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            FileTime changed = now.lastModifiedTime();
            boolean settled = FileTime.fromMillis(read - FRESH_MILLIS).compareTo(changed) > 0;
            return new Stamp(
                    now.size(), changed.toString(), String.valueOf(now.fileKey()), settled);
        }
    }

    private PictureIndex(Path file) {
        this.file = file;
    }

    /// Reads an index, or begins one.
    public static PictureIndex open(Path file) throws IOException {
        PictureIndex index = new PictureIndex(file);
        index.learn(file);
        return index;
    }

    /// Takes over what another index knows, if there is one.
    public void learn(Path other) throws IOException {
        if (!Files.exists(other)) {
            return;
        }
        List<Line> read = new ArrayList<>();
        try (MappingIterator<Line> lines =
                Json.jackson().readerFor(Line.class).readValues(other.toFile())) {
            lines.forEachRemaining(read::add);
        } catch (JsonProcessingException | RuntimeJsonMappingException e) {
            // All files are read again, which mends it.
            read.clear();
        }
        for (Line line : read) {
            if (line.changed().equals(UNSETTLED)) {
                // It says less than what may be known already.
                known.putIfAbsent(line.path(), line);
            } else {
                known.put(line.path(), line);
            }
            contents.put(line.facts().sha256(), line.facts());
        }
    }

    /// What a file said when it was last read, if it is as it was.
    ///
    /// @throws IOException when there is no such file
    public Optional<PictureFacts> find(Path picture) throws IOException {
        return find(picture, Stamp.of(picture));
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
        String path = path(picture);
        used.put(path, Line.of(path, stamp, facts));
    }

    /// Remembers what the frames of recordings said, for as long as the recordings stay as they
    /// have been since this index was opened.
    ///
    /// @param frames by their recordings' paths with their names below them
    public void addFrames(Map<Path, PictureFacts> frames) throws IOException {
        for (Map.Entry<Path, PictureFacts> frame : frames.entrySet()) {
            Path recording = recordingOf(frame.getKey().toAbsolutePath());
            if (Files.isRegularFile(recording)) {
                add(frame.getKey(), Stamp.of(recording, opened), frame.getValue());
            }
        }
    }

    /// What the frames of recordings said that are as they were.
    ///
    /// @return by their recordings' paths with their names below them
    public Map<Path, PictureFacts> frames() throws IOException {
        Map<Path, Optional<Stamp>> recordings = new HashMap<>();
        Map<Path, PictureFacts> frames = new HashMap<>();
        for (Line line : known.values()) {
            Path frame = Path.of(line.path());
            Path recording = recordingOf(frame);
            if (!recordings.containsKey(recording)) {
                recordings.put(
                        recording,
                        Files.isRegularFile(recording)
                                ? Optional.of(Stamp.of(recording))
                                : Optional.empty());
            }
            if (recordings.get(recording).filter(line::isOf).isPresent()) {
                frames.put(frame, line.facts());
            }
        }
        return frames;
    }

    private static Path recordingOf(Path frame) {
        return Objects.requireNonNull(frame.getParent());
    }

    /// Copies a picture that was read, with its change time, and remembers the copy in another
    /// index. If the picture has changed since it was read, only its old content is remembered.
    ///
    /// @throws IOException when it cannot be copied
    public void copy(Path picture, Path to, PictureIndex remembers) throws IOException {
        Files.copy(picture, to, StandardCopyOption.COPY_ATTRIBUTES);
        Line line = used.get(path(picture));
        if (line != null) {
            Stamp copy = Stamp.of(to);
            boolean same = line.isOf(Stamp.of(picture)) && line.changed().equals(copy.changed());
            String path = path(to);
            remembers.used.put(
                    path,
                    new Line(
                            path,
                            copy.size(),
                            same ? copy.changed() : UNSETTLED,
                            copy.node(),
                            line.facts()));
        }
    }

    /// Writes what was used or added; the rest is forgotten.
    public void save() throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        try (SequenceWriter lines =
                Json.jackson()
                        .writer()
                        .withRootValueSeparator("\n")
                        .writeValues(OutputFile.stream(whole))) {
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
