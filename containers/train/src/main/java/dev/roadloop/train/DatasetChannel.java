package dev.roadloop.train;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.detection.ClassBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A frozen dataset version in a folder: its manifest, and its images beside it.
public final class DatasetChannel {

    private static final String MANIFEST = "manifest.json";
    private static final long LARGEST_MANIFEST = 1L << 30;

    private final Path folder;
    private final DatasetManifest manifest;

    private DatasetChannel(Path folder, DatasetManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /// The folder with the manifest: the given one, or the only folder in it that has one.
    ///
    /// @return the given one if there is none
    public static Path find(Path given) throws IOException {
        if (Files.exists(given.resolve(MANIFEST)) || !Files.isDirectory(given)) {
            return given;
        }
        try (Stream<Path> folders = Files.list(given)) {
            List<Path> with =
                    folders.filter(folder -> Files.isRegularFile(folder.resolve(MANIFEST)))
                            .toList();
            return with.size() == 1 ? with.getFirst() : given;
        }
    }

    /// Which version lies in a folder, as its manifest says.
    ///
    /// @throws MalformedJsonException if the manifest is none
    public static Sha256 version(Path folder) throws IOException {
        return read(find(folder).resolve(MANIFEST)).version();
    }

    /// Opens a version to train on.
    ///
    /// @param expected the version that is recorded as trained on
    /// @throws RefusedException if there is none, or it is not that version, or a golden set
    public static DatasetChannel open(Path given, Sha256 expected)
            throws IOException, RefusedException {
        Path folder = find(given);
        Path file = folder.resolve(MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(
                    TrainOutcome.MISSING_CHANNEL,
                    "channel dataset: expected a dataset version with %s in %s, found none"
                            .formatted(MANIFEST, given));
        }
        DatasetManifest manifest = valid(file);
        if (!manifest.digest().equals(manifest.version()) || !manifest.version().equals(expected)) {
            throw new RefusedException(
                    TrainOutcome.DATASET_MISMATCH,
                    "dataset %s: expected version %s, the manifest says %s, its content is %s; fetch the"
                                    .formatted(
                                            manifest.name(),
                                            expected,
                                            manifest.version(),
                                            manifest.digest())
                            + " version that is recorded");
        }
        if (manifest.golden()) {
            throw new RefusedException(
                    TrainOutcome.GOLDEN_SET,
                    "dataset %s is a golden set: it judges models and nothing may be trained on it"
                            .formatted(manifest.name()));
        }
        DatasetChannel channel = new DatasetChannel(folder, manifest);
        if (channel.samples(DatasetSplit.TRAIN).isEmpty()) {
            throw new RefusedException(
                    TrainOutcome.BAD_MANIFEST,
                    "dataset %s: expected samples in the split train, found none"
                            .formatted(manifest.name()));
        }
        return channel;
    }

    private static DatasetManifest valid(Path file) throws IOException, RefusedException {
        try {
            return read(file);
        } catch (MalformedJsonException | CallerException e) {
            throw new RefusedException(TrainOutcome.BAD_MANIFEST, String.valueOf(e.getMessage()));
        }
    }

    private static DatasetManifest read(Path file) throws IOException {
        if (Files.size(file) > LARGEST_MANIFEST) {
            throw new CallerException(
                    file + ": expected at most " + LARGEST_MANIFEST + " bytes, found more");
        }
        return Json.read(Files.readAllBytes(file), DatasetManifest.class, file.toString());
    }

    /// What the version says of itself.
    public DatasetManifest manifest() {
        return manifest;
    }

    /// The samples of a split, in the manifest's order, with boxes that are too low not judged.
    ///
    /// @param leastHeight share of a picture's rows
    public List<Sample> samples(DatasetSplit split, double leastHeight) {
        return samples(split).stream().map(sample -> highEnough(sample, leastHeight)).toList();
    }

    private static Sample highEnough(Sample sample, double leastHeight) {
        double rows = leastHeight * sample.height();
        return new Sample(
                sample.id(),
                sample.image(),
                sample.digest(),
                sample.width(),
                sample.height(),
                sample.boxes().stream()
                        .map(box -> box.height() < rows ? notJudged(box) : box)
                        .toList(),
                sample.areas());
    }

    private static ClassBox notJudged(ClassBox box) {
        return new ClassBox(ClassBox.CROWD, box.left(), box.top(), box.right(), box.bottom());
    }

    /// The samples of a split, in the manifest's order.
    public List<Sample> samples(DatasetSplit split) {
        return manifest.samples().stream()
                .filter(sample -> sample.split() == split)
                .map(this::sample)
                .toList();
    }

    private Sample sample(DatasetSample sample) {
        return new Sample(
                sample.path(),
                folder.resolve(sample.path()),
                sample.sha256(),
                sample.width(),
                sample.height(),
                sample.boxes().stream().map(DatasetChannel::box).toList(),
                sample.areas());
    }

    private static ClassBox box(LabelledBox box) {
        return new ClassBox(
                box.crowd() ? ClassBox.CROWD : box.classIndex(),
                (float) box.x(),
                (float) box.y(),
                (float) box.right(),
                (float) box.bottom());
    }
}
