package dev.roadloop.contracts;

import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `manifest.json` of a batch of labels: what was uploaded and what it is for. It says what the
/// batch has, so that it does not matter in which order its files arrive.
///
/// @param dataset what it adds to; the dataset's next version has all batches so far
/// @param golden whether that is a golden set, on which nothing may be trained
/// @param splits the split of a drive, where it must be a certain one; empty to leave it to the
///   dataset's plan
/// @param files all files but this one: labels in COCO's, KITTI's or simdrive's form, and pictures
public record LabelBatch(
        DatasetName dataset, boolean golden, Map<String, DatasetSplit> splits, List<File> files) {
    /// How many files a batch may have.
    public static final int MAX_FILES = 100_000;

    /// How large the manifest may be, in bytes.
    public static final int MAX_BYTES = 64 << 20;

    /// A file of the batch: uploaded, or a keyframe that is in silver already.
    ///
    /// @param path where it lies in the batch, with `/` between names
    /// @param size bytes; absent for a keyframe
    /// @param sha256 its digest; absent for a keyframe
    /// @param frame the key of a catalogued keyframe, `frames/drive=…/topic=…/<ns>.jpg`; absent for
    ///   a file that is uploaded
    public record File(
            String path, @Nullable Long size, @Nullable Sha256 sha256, @Nullable String frame) {
        /// @throws IllegalArgumentException when the path leads out of the batch, or the file is
        ///   neither uploaded nor a keyframe
        public File {
            Required.text(path, "path");
            DatasetPaths.check(path);
            boolean uploaded = size != null && size >= 0 && sha256 != null && frame == null;
            boolean referred =
                    size == null
                            && sha256 == null
                            && frame != null
                            && frame.matches("frames/drive=[^/]+/topic=[^/]+/[0-9]+\\.jpg");
            if (!uploaded && !referred) {
                throw new IllegalArgumentException(
                        "%s: expected \"size\" and \"sha256\" of an uploaded file, or \"frame\", the key of a keyframe such as frames/drive=<id>/topic=<topic>/<ns>.jpg; found size=%s sha256=%s frame=%s"
                                .formatted(path, size, sha256, frame));
            }
        }
    }

    /// @throws IllegalArgumentException when there is no file, too many, or one is named twice
    public LabelBatch {
        Required.present(dataset, "dataset");
        Required.present(files, "files");
        splits = splits == null ? Map.of() : Map.copyOf(splits);
        files = List.copyOf(files);
        if (files.isEmpty() || files.size() > MAX_FILES) {
            throw new IllegalArgumentException(
                    "batch for %s: expected 1 to %d files, found %d; split the batch"
                            .formatted(dataset, MAX_FILES, files.size()));
        }
        Set<String> paths = new HashSet<>();
        for (File file : files) {
            if (!paths.add(file.path())) {
                throw new IllegalArgumentException(
                        "batch for "
                                + dataset
                                + ": expected every path once, found "
                                + file.path());
            }
        }
    }
}
