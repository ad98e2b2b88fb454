package dev.roadloop.cli.platform;

import dev.roadloop.domain.SensorTime;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an upload consists of: files as they are, and directories of rosbag2 with all that lies in
/// them, below their name.
final class UploadFiles {

    /// One of them.
    ///
    /// @param name within the drive
    record Entry(String name, Path file) {}

    private final List<Path> directories;
    private final List<Entry> entries;
    private final long bytes;

    private UploadFiles(List<Path> directories, List<Entry> entries, long bytes) {
        this.directories = directories;
        this.entries = entries;
        this.bytes = bytes;
    }

    /// @throws NoSuchFileException if one of the paths is not there
    /// @throws IllegalArgumentException if two files would have the same name, or a directory is
    ///   none of rosbag2
    static UploadFiles of(List<Path> paths) throws IOException {
        List<Path> directories = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                directories.add(path);
                entries.addAll(inside(path));
            } else if (Files.isRegularFile(path)) {
                entries.add(new Entry(nameOf(path), path));
            } else {
                throw new NoSuchFileException(path.toString());
            }
        }
        Set<String> names = new HashSet<>();
        long bytes = 0;
        for (Entry entry : entries) {
            if (!names.add(entry.name())) {
                throw new IllegalArgumentException(
                        "two files are called "
                                + entry.name()
                                + "; a drive's files need different names");
            }
            bytes += Files.size(entry.file());
        }
        return new UploadFiles(directories, entries, bytes);
    }

    /// What a system hides, such as `.DS_Store`, stays behind.
    private static List<Entry> inside(Path directory) throws IOException {
        String name = nameOf(directory);
        List<Entry> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.sorted().toList()) {
                if (Files.isDirectory(file)) {
                    throw new IllegalArgumentException(
                            directory
                                    + ": expected a directory of rosbag2, found the directory "
                                    + file.getFileName()
                                    + " in it; ingest the directories of recordings themselves");
                }
                if (!file.getFileName().toString().startsWith(".")) {
                    files.add(new Entry(name + "/" + file.getFileName(), file));
                }
            }
        }
        if (files.stream().noneMatch(file -> Recordings.isCalledOne(file.name()))) {
            throw new IllegalArgumentException(
                    directory
                            + ": expected a directory of rosbag2 with .db3 or .mcap files, found "
                            + files.size()
                            + " other files");
        }
        return files;
    }

    private static String nameOf(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }

    List<Entry> entries() {
        return entries;
    }

    long bytes() {
        return bytes;
    }

    /// Whether it is one recording that needs no manifest.
    boolean lone() {
        return directories.isEmpty()
                && entries.size() == 1
                && Recordings.isCalledOne(entries.getFirst().name());
    }

    /// When a lone directory of rosbag2 starts, which the platform cannot tell without fetching its
    /// databases; null where it does not say, or there is more.
    ///
    /// @throws dev.roadloop.sensorlog.RecordingException if no file of it can be read
    @Nullable Instant start() throws IOException {
        if (directories.size() != 1
                || entries.stream()
                        .anyMatch(entry -> !entry.file().startsWith(directories.getFirst()))) {
            return null;
        }
        try (Recording recording = Recordings.open(directories.getFirst())) {
            Long start = recording.summary().start();
            return start == null ? null : new SensorTime(start).asInstant();
        }
    }
}
