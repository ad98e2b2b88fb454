package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds and opens the files of a bag directory. What `metadata.yaml` lists comes in its order. A
/// recorder that was killed has not listed its last file, or has written no `metadata.yaml` at all:
/// other recordings of the directory follow in order of the number that their names end in.
final class BagDirectory {

    private static final Pattern RECORDING = Pattern.compile("(.*?(\\d*)\\.(db3|mcap))(\\.zstd)?");

    private final Path directory;
    private final LossRecorder losses = new LossRecorder();
    private final List<SplitRecording.Part> parts = new ArrayList<>();
    private @Nullable RecordingException firstRefusal;

    private BagDirectory(Path directory) {
        this.directory = directory;
    }

    static Recording open(Path directory) throws IOException {
        BagDirectory bag = new BagDirectory(directory);
        try {
            return bag.open();
        } catch (IOException | RuntimeException e) {
            for (SplitRecording.Part part : bag.parts) {
                part.recording().close();
            }
            throw e;
        }
    }

    private Recording open() throws IOException {
        BagMetadata metadata = metadata();
        List<Path> there = recordings();
        if (metadata == null && there.isEmpty()) {
            throw new RecordingException(
                    RecordingException.Reason.UNKNOWN_FORMAT,
                    directory
                            + ": expected a rosbag2 directory with metadata.yaml and .db3 or .mcap"
                            + " files, found none of them");
        }
        Set<String> seen = new HashSet<>();
        if (metadata != null) {
            for (String name : metadata.files()) {
                seen.add(unpackedName(name));
                add(found(name), countOf(metadata, name));
            }
        }
        boolean allListed = metadata != null;
        for (Path file : there) {
            if (seen.add(unpackedName(file.getFileName().toString()))) {
                add(file, null);
                if (metadata != null) {
                    allListed = false;
                    harmless(
                            file.getFileName()
                                    + " is not listed in metadata.yaml; it is read after those that"
                                    + " are");
                }
            }
        }
        if (parts.isEmpty() && firstRefusal != null) {
            throw new RecordingException(
                    firstRefusal.reason(),
                    directory + ": no file of it can be read: " + firstRefusal.getMessage(),
                    firstRefusal);
        }
        return new SplitRecording(
                directory.toString(), parts, losses.toReport(), allListed ? metadata : null);
    }

    private @Nullable BagMetadata metadata() throws IOException {
        if (!Files.exists(directory.resolve(BagMetadata.FILE_NAME))) {
            harmless(
                    "expected metadata.yaml, found none; all recordings in the directory are read");
            return null;
        }
        try {
            return BagMetadata.read(directory);
        } catch (BagMetadata.MalformedException e) {
            harmless(
                    "metadata.yaml: "
                            + e.getMessage()
                            + "; all recordings in the directory are read");
            return null;
        }
    }

    private static @Nullable Long countOf(BagMetadata metadata, String name) {
        return metadata.files().size() == 1 ? metadata.messages() : metadata.fileCounts().get(name);
    }

    /// The file of that name; else the same packed, or no longer packed.
    private Path found(String name) {
        Path file = directory.resolve(name);
        String other = name.endsWith(ZstdFile.SUFFIX) ? unpackedName(name) : name + ZstdFile.SUFFIX;
        return !Files.exists(file) && Files.exists(directory.resolve(other))
                ? directory.resolve(other)
                : file;
    }

    private static String unpackedName(String name) {
        Matcher matcher = RECORDING.matcher(name);
        return matcher.matches() ? matcher.group(1) : name;
    }

    /// In order of number; of a file that is there packed and unpacked, the unpacked one first.
    private List<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> RECORDING.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted(
                            Comparator.comparing(BagDirectory::number)
                                    .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    /// The number that a name ends in, as digits that sort like numbers.
    private static String number(Path file) {
        Matcher matcher = RECORDING.matcher(file.getFileName().toString());
        String digits = matcher.matches() ? matcher.group(2).replaceFirst("^0+(?=.)", "") : "";
        return "%03d%s".formatted(digits.length(), digits);
    }

    private void add(Path file, @Nullable Long messages) throws IOException {
        if (!Files.isRegularFile(file)) {
            losses.add(
                    new Loss(
                            Loss.Reason.MISSING,
                            0,
                            0,
                            null,
                            messages,
                            directory
                                    + ": metadata.yaml lists "
                                    + file.getFileName()
                                    + ", found no such file"));
            return;
        }
        try {
            Recording recording = Recordings.open(ByteSource.of(file));
            parts.add(new SplitRecording.Part(file.getFileName().toString(), recording));
        } catch (RecordingException e) {
            firstRefusal = firstRefusal == null ? e : firstRefusal;
            losses.add(
                    new Loss(
                            Loss.Reason.MALFORMED,
                            0,
                            Files.size(file),
                            null,
                            messages,
                            String.valueOf(e.getMessage())));
        }
    }

    private void harmless(String detail) {
        losses.add(new Loss(Loss.Reason.BAD_INDEX, 0, 0, null, 0L, directory + ": " + detail));
    }
}
