package dev.roadloop.evaluate.coco;

import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Ground truth and detections in COCO's JSON formats (<https://cocodataset.org/#format-data>,
/// <https://cocodataset.org/#format-results>).
///
/// Both files are read as streams, side by side; memory grows with the number of entries, of which
/// a file may hold 20 million, never with the text. Refusals are [CallerException]s that name the
/// file, the entry, what was expected and what was found.
///
/// @param truth what is really there
/// @param detections what each model found, in the order asked for
public record CocoFiles(GroundTruth truth, List<Detections> detections) {
    static final int MAX_ENTRIES = 20_000_000;

    /// Copies the list.
    public CocoFiles {
        detections = List.copyOf(detections);
    }

    /// Reads a ground truth and any number of detection files that belong to it.
    ///
    /// @throws CallerException when a file is not what it should be
    /// @throws IOException when a file cannot be read
    public static CocoFiles read(Path truthFile, List<Path> detectionFiles) throws IOException {
        return read(truthFile, detectionFiles, IouType.BBOX);
    }

    /// Reads what is to be compared by masks, or by boxes.
    ///
    /// @throws CallerException when a file is not what it should be
    /// @throws IOException when a file cannot be read
    public static CocoFiles read(Path truthFile, List<Path> detectionFiles, IouType type)
            throws IOException {
        List<CompletableFuture<DetectionsReader>> reading = new ArrayList<>();
        for (Path file : detectionFiles) {
            reading.add(CompletableFuture.supplyAsync(() -> read(file, type)));
        }
        GroundTruth truth = new GroundTruthReader(truthFile, type).read();
        List<Detections> detections = new ArrayList<>();
        try {
            for (CompletableFuture<DetectionsReader> one : reading) {
                detections.add(one.join().against(truth));
            }
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw io.getCause();
            }
            if (e.getCause() instanceof CallerException bad) {
                throw bad;
            }
            throw e;
        }
        return new CocoFiles(truth, detections);
    }

    private static DetectionsReader read(Path file, IouType type) {
        try {
            return new DetectionsReader(file, type).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CallerException tooMany(Path file, String section) {
        return new CallerException(
                "%s: %s: expected at most %d entries, found more; evaluate it in parts"
                        .formatted(file, section, MAX_ENTRIES));
    }
}
