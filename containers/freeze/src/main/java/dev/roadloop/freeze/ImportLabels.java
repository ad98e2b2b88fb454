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
import dev.roadloop.freeze.picture.PictureIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Checks labels as building a dataset does, and writes them, whatever their format, as one batch:
/// `labels.json` in COCO's format beside `images/…`, and what it learnt of the pictures, in
/// [#INDEX]: a build that is told of it reads none of them again as long as they stay where and
/// what they are, and decodes none that was only moved.
public final class ImportLabels {
    /// The name of the index in a batch. It is of this machine, and no part of what is uploaded.
    public static final String INDEX = ".pictures.jsonl";

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
        PictureIndex index = PictureIndex.open(scratch.resolve("index"));
        LabelledSamples read =
                LabelledSamples.read(
                        sources, ontology, scratch, index, KnownPictures.NONE, threads, progress);
        DatasetManifest manifest =
                DatasetManifest.of(
                        BATCH,
                        false,
                        read.classes(),
                        read.areas(),
                        read.faults().isEmpty() ? read.samples() : List.of());
        if (out != null && read.faults().isEmpty()) {
            PictureIndex copied = PictureIndex.open(out.resolve(INDEX));
            CocoExport.batch(manifest, copies(read.files(), index, copied), out);
            copied.save();
        }
        return new Imported(read.faults(), manifest);
    }

    /// Where the index of a source of labels is, or would be.
    public static Path index(Path source) {
        return Files.isDirectory(source) ? source.resolve(INDEX) : source.resolveSibling(INDEX);
    }

    private static PictureSource copies(
            Map<String, Path> files, PictureIndex index, PictureIndex copied) {
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
                index.copy(file(sample), to, copied);
            }
        };
    }
}
