package dev.roadloop.learning.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The checkpoints of one training in a folder: the last two, so that a damaged one costs some
/// steps and not all.
public final class CheckpointStore {

    private static final Pattern NAME = Pattern.compile("checkpoint-[0-9]{10}\\.tensors");
    private static final Pattern PART = Pattern.compile(NAME.pattern() + "\\.part");
    private static final int KEPT = 2;

    private final Path folder;

    /// A store in this folder, which is made if absent. What a process that was killed while it
    /// wrote has left is removed.
    public CheckpointStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        for (Path part : files(PART)) {
            Files.deleteIfExists(part);
        }
    }

    /// A checkpoint that was found, and what had to be passed over.
    ///
    /// @param file what it says
    /// @param damaged why newer ones are of no use, newest first
    public record Found(TensorFile file, List<String> damaged) {

        /// Copies the list.
        public Found {
            damaged = List.copyOf(damaged);
        }
    }

    /// Keeps a checkpoint; older ones but one are removed.
    ///
    /// @param number grows from checkpoint to checkpoint
    public void save(long number, Object meta, Map<String, Tensor> tensors) throws IOException {
        TensorFile.write(
                folder.resolve("checkpoint-%010d.tensors".formatted(number)), meta, tensors);
        List<Path> all = newestFirst();
        for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
            Files.deleteIfExists(old);
        }
    }

    /// The newest checkpoint that is whole. Newer ones are put aside, as `….damaged`: they do not
    /// count among those that are kept.
    ///
    /// @throws DamagedFileException if there are checkpoints and none of them is whole
    public Optional<Found> newest() throws IOException, DamagedFileException {
        List<String> damaged = new ArrayList<>();
        List<Path> all = newestFirst();
        for (Path file : all) {
            try {
                Found found = new Found(TensorFile.read(file), damaged);
                putAside(all.subList(0, all.indexOf(file)));
                return Optional.of(found);
            } catch (DamagedFileException e) {
                damaged.add(String.valueOf(e.getMessage()));
            } catch (NoSuchFileException e) {
                damaged.add(file + ": it has gone");
            }
        }
        if (!damaged.isEmpty()) {
            throw new DamagedFileException(
                    "no checkpoint in %s is whole; remove them to start over: %s"
                            .formatted(folder, String.join("; ", damaged)));
        }
        return Optional.empty();
    }

    private static void putAside(List<Path> damaged) throws IOException {
        for (Path file : damaged) {
            if (Files.exists(file)) {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".damaged"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private List<Path> newestFirst() throws IOException {
        return files(NAME);
    }

    private List<Path> files(Pattern name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> name.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }
}
