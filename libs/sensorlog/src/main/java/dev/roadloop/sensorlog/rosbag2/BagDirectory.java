package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.Recordings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds and opens the files of a bag directory. What `metadata.yaml` lists comes in its order. A
/// recorder that was killed has not listed its last file, or has written no `metadata.yaml` at all:
/// other recordings of the directory follow in order of the number that their names end in.
final class BagDirectory {

    static final Pattern RECORDING = Pattern.compile("(.*?(\\d*)\\.(db3|mcap))(\\.zstd)?");

    private final BagFolder folder;
    private final Set<String> there;
    private final LossRecorder losses = new LossRecorder();
    private final List<SplitRecording.Part> parts = new ArrayList<>();
    private @Nullable RecordingException firstRefusal;

    private BagDirectory(BagFolder folder) throws IOException {
        this.folder = folder;
        this.there = Set.copyOf(folder.files());
    }

    static Recording open(BagFolder folder) throws IOException {
        BagDirectory bag = new BagDirectory(folder);
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
        List<String> recordings = recordings();
        if (metadata == null && recordings.isEmpty()) {
            throw new RecordingException(
                    RecordingException.Reason.UNKNOWN_FORMAT,
                    folder.name()
                            + ": expected a rosbag2 directory with metadata.yaml and .db3 or .mcap"
                            + " files, found none of them");
        }
        Set<String> seen = new HashSet<>();
        if (metadata != null) {
            for (String name : metadata.files()) {
                if (seen.add(unpackedName(name))) {
                    add(found(name), countOf(metadata, name));
                }
            }
        }
        boolean allListed = metadata != null;
        for (String file : recordings) {
            if (seen.add(unpackedName(file))) {
                add(file, null);
                if (metadata != null) {
                    allListed = false;
                    harmless(
                            file
                                    + " is not listed in metadata.yaml; it is read after those that"
                                    + " are");
                }
            }
        }
        if (parts.isEmpty() && firstRefusal != null) {
            throw new RecordingException(
                    firstRefusal.reason(),
                    folder.name() + ": no file of it can be read: " + firstRefusal.getMessage(),
                    firstRefusal);
        }
        return new SplitRecording(
                folder.name(), parts, losses.toReport(), allListed ? metadata : null);
    }

    private @Nullable BagMetadata metadata() throws IOException {
        if (!there.contains(BagMetadata.FILE_NAME)) {
            harmless(
                    "expected metadata.yaml, found none; all recordings in the directory are read");
            return null;
        }
        try (ByteSource yaml = folder.open(BagMetadata.FILE_NAME)) {
            return BagMetadata.read(yaml);
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
    private String found(String name) {
        String other = name.endsWith(ZstdFile.SUFFIX) ? unpackedName(name) : name + ZstdFile.SUFFIX;
        return !there.contains(name) && there.contains(other) ? other : name;
    }

    private static String unpackedName(String name) {
        Matcher matcher = RECORDING.matcher(name);
        return matcher.matches() ? matcher.group(1) : name;
    }

    /// In order of number; of a file that is there packed and unpacked, the unpacked one first.
    private List<String> recordings() {
        return there.stream()
                .filter(file -> RECORDING.matcher(file).matches())
                .sorted(
                        Comparator.comparing(BagDirectory::number)
                                .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /// The number that a name ends in, as digits that sort like numbers.
    private static String number(String file) {
        Matcher matcher = RECORDING.matcher(file);
        String digits = matcher.matches() ? matcher.group(2).replaceFirst("^0+(?=.)", "") : "";
        return "%03d%s".formatted(digits.length(), digits);
    }

    private void add(String file, @Nullable Long messages) throws IOException {
        if (!there.contains(file)) {
            losses.add(
                    new Loss(
                            Loss.Reason.MISSING,
                            0,
                            0,
                            null,
                            messages,
                            folder.name()
                                    + ": metadata.yaml lists "
                                    + file
                                    + ", found no such file"));
            return;
        }
        ByteSource source = folder.open(file);
        long size = source.size();
        try {
            parts.add(new SplitRecording.Part(file, Recordings.open(source), source));
            source.release();
        } catch (RecordingException e) {
            firstRefusal = firstRefusal == null ? e : firstRefusal;
            losses.add(
                    new Loss(
                            Loss.Reason.MALFORMED,
                            0,
                            size,
                            null,
                            messages,
                            String.valueOf(e.getMessage())));
        }
    }

    private void harmless(String detail) {
        losses.add(new Loss(Loss.Reason.BAD_INDEX, 0, 0, null, 0L, folder.name() + ": " + detail));
    }
}
