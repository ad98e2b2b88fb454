package dev.roadloop.packaging;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.detection.BoxDecoder;
import dev.roadloop.learning.detection.FeatureGrid;
import dev.roadloop.learning.training.Detector;
import dev.roadloop.learning.training.TrainedNetwork;
import dev.roadloop.train.DatasetChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Measures what a bundle is worth, and refuses one outside its tolerances. Judges on the samples
/// held out: those to test on, else those that choices were made by, else the ones trained on.
final class VerifyModel {

    /// Pictures on which answers are compared number by number.
    private static final int COMPARED = 16;

    /// Pictures of one batch, where several are asked at once.
    private static final int TOGETHER = 3;

    private final DatasetChannel dataset;
    private final BatchMaker maker;
    private final PackageSettings settings;
    private final Path reports;
    private final List<Sample> samples;

    /// @param reports folder for what was found, as COCO has it
    VerifyModel(DatasetChannel dataset, BatchMaker maker, PackageSettings settings, Path reports) {
        this.dataset = dataset;
        this.maker = maker;
        this.settings = settings;
        this.reports = reports;
        this.samples = dataset.samples(split(dataset.manifest()), settings.leastHeight());
    }

    /// How many pictures it judges on.
    int judged() {
        return samples.size();
    }

    /// The largest differences of the packaged model's answers from the network's.
    Differences compare(TrainedNetwork network, OnnxModel packaged) throws RefusedException {
        FeatureGrid grid = maker.shape().grid();
        Differences largest = Differences.NONE;
        for (Sample sample : samples.subList(0, Math.min(COMPARED, samples.size()))) {
            Batch batch = maker.plain(List.of(sample));
            largest =
                    largest.or(
                            Differences.of(
                                    network.answer(batch),
                                    packaged.answer(batch),
                                    Math.max(grid.width(), grid.height())));
            if (maker.shape().areas() > 0) {
                largest = largest.withAreas(network.areas(batch), packaged.areas(batch));
            }
        }
        if (!(largest.largest() <= settings.mostDifference())) {
            throw new RefusedException(
                    PackageOutcome.DIFFERENT_ANSWERS,
                    "ONNX Runtime's answers differ from the network's: expected at most %s, found %s"
                            .formatted(settings.mostDifference(), largest));
        }
        return largest;
    }

    /// How what a graph chose differs from what a decoder chooses of the same boxes, on pictures
    /// several at once.
    ///
    /// @param onnx its file
    Suppression suppression(byte[] onnx, OnnxModel model, BoxDecoder decoder)
            throws RefusedException {
        FeatureGrid grid = maker.shape().grid();
        int side = Math.max(grid.width(), grid.height());
        List<Sample> looked = samples.subList(0, Math.min(COMPARED, samples.size()));
        double largest = 0;
        int boxes = 0;
        for (int from = 0; from < looked.size(); from += TOGETHER) {
            Batch batch =
                    maker.plain(looked.subList(from, Math.min(from + TOGETHER, looked.size())));
            for (ChosenBoxes picture : model.chosen(batch)) {
                boxes += picture.chosen().size();
                largest =
                        Math.max(
                                largest,
                                picture.differenceFrom(decoder.choose(picture.located()), side));
            }
        }
        if (!(largest <= settings.mostDifference())) {
            throw new RefusedException(
                    PackageOutcome.DIFFERENT_ANSWERS,
                    "model-nms.onnx chooses other boxes than the decoder: expected differences of at most %s, found %s"
                            .formatted(settings.mostDifference(), largest));
        }
        return new Suppression(
                Sha256.of(onnx).hex(),
                onnx.length,
                decoder.least(),
                decoder.overlap(),
                decoder.most(),
                boxes,
                largest);
    }

    /// What eight bits cost, the whole set first.
    List<SliceLoss> losses(OnnxModel full, OnnxModel reduced) throws IOException, RefusedException {
        DatasetManifest manifest = dataset.manifest();
        BoxDecoder decoder =
                BoxDecoder.forEvaluation(maker.shape().grid(), manifest.classes().size());
        List<SliceLoss> losses =
                new Accuracy(reports, manifest.classes())
                        .losses(
                                samples,
                                described(manifest),
                                new Detector(full::answer, maker, decoder),
                                new Detector(reduced::answer, maker, decoder));
        for (SliceLoss loss : losses) {
            check(loss, "an AP50");
        }
        return losses;
    }

    /// What eight bits cost of areas, the whole set first; empty where none are known.
    List<SliceLoss> areas(OnnxModel full, OnnxModel reduced) throws RefusedException {
        List<SliceLoss> losses =
                maker.shape().areas() == 0
                        ? List.of()
                        : new AreaAccuracy(maker)
                                .losses(samples, described(dataset.manifest()), full, reduced);
        for (SliceLoss loss : losses) {
            checkAreas(loss);
        }
        return losses;
    }

    /// Few pictures say little, of the whole set too: a cell that has just learnt something lies
    /// near the even chance, and falls to one side or the other.
    void checkAreas(SliceLoss loss) throws RefusedException {
        if (loss.images() >= PackageSettings.SLICE_IMAGES) {
            check(loss, "a mean IoU of areas");
        }
    }

    /// How long an answer to one picture takes.
    Timing time(OnnxModel model) {
        float[] picture = maker.plain(List.of(samples.getFirst())).levels();
        return Timing.of(() -> model.outputs(picture, 1), settings.latencyRuns());
    }

    private void check(SliceLoss loss, String number) throws RefusedException {
        boolean whole = loss.slice().equals(SliceLoss.ALL);
        double most = whole ? settings.mostLoss() : settings.mostSliceLoss();
        if ((whole || loss.images() >= PackageSettings.SLICE_IMAGES) && loss.loss() > most) {
            throw new RefusedException(
                    PackageOutcome.WORSE_IN_EIGHT_BITS,
                    ("slice %s of %d pictures: expected %s in eight bits at most %s below %s,"
                                    + " found %s")
                            .formatted(
                                    loss.slice(),
                                    loss.images(),
                                    number,
                                    most,
                                    loss.full(),
                                    loss.reduced()));
        }
    }

    private static DatasetSplit split(DatasetManifest manifest) {
        for (DatasetSplit split : List.of(DatasetSplit.TEST, DatasetSplit.VAL)) {
            if (manifest.counts().containsKey(split)) {
                return split;
            }
        }
        return DatasetSplit.TRAIN;
    }

    private static List<DatasetSample> described(DatasetManifest manifest) {
        DatasetSplit split = split(manifest);
        return manifest.samples().stream().filter(sample -> sample.split() == split).toList();
    }
}
