package dev.roadloop.freeze;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.freeze.export.CocoExport;
import dev.roadloop.freeze.export.PictureSource;
import dev.roadloop.freeze.labels.Faults;
import dev.roadloop.freeze.labels.Ontology;
import dev.roadloop.freeze.picture.KnownPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Checks labels as building a dataset does, and writes them, whatever their format, as one batch:
/// `labels.json` in COCO's format beside `images/…`.
public final class ImportLabels {
    private static final DatasetName BATCH = new DatasetName("labels");

    private ImportLabels() {}

    /// What came of it.
    ///
    /// @param faults what is wrong; if there is anything, nothing was written
    /// @param manifest what was read; without meaning if there are faults
    public record Imported(Faults faults, DatasetManifest manifest) {}

    /// Checks labels, and writes them if there is where to.
    ///
    /// @param ontology the classes; null for those of the labels
    /// @param scratch a folder for frames of recordings
    /// @param out an empty folder; null to check only
    /// @throws CallerException when the sources are of no use at all, or the folder is not empty
    /// @throws IOException when a file cannot be read or written
    public static Imported run(
            List<Path> sources,
            @Nullable Ontology ontology,
            Path scratch,
            @Nullable Path out,
            int threads,
            BuildProgress progress)
            throws IOException {
        if (out != null && Files.isDirectory(out)) {
            try (Stream<Path> files = Files.list(out)) {
                if (files.findAny().isPresent()) {
                    throw new CallerException(out + ": expected an empty folder");
                }
            }
        }
        LabelledSamples read =
                LabelledSamples.read(
                        sources,
                        ontology,
                        scratch,
                        scratch.resolve("index"),
                        KnownPictures.NONE,
                        threads,
                        progress);
        DatasetManifest manifest =
                DatasetManifest.of(
                        BATCH,
                        false,
                        read.classes(),
                        read.areas(),
                        read.faults().isEmpty() ? read.samples() : List.of());
        if (out != null && read.faults().isEmpty()) {
            CocoExport.batch(manifest, copies(read.files()), out);
        }
        return new Imported(read.faults(), manifest);
    }

    private static PictureSource copies(Map<String, Path> files) {
        return new PictureSource() {
            @Override
            public Path file(DatasetSample sample) {
                Path file = files.get(sample.path());
                if (file == null) {
                    throw new IllegalStateException(sample.path() + ": where is its file?");
                }
                return file;
            }

            @Override
            public void put(DatasetSample sample, Path to) throws IOException {
                Files.createDirectories(to.toAbsolutePath().getParent());
                Files.copy(file(sample), to);
            }
        };
    }
}
