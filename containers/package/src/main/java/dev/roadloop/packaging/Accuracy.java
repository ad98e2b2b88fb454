package dev.roadloop.packaging;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.detection.CocoNumbers;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.training.Detector;
import dev.roadloop.train.CocoResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Judges a model in full and in eight bits on the same pictures, slice by slice.
final class Accuracy {

    private static final int BATCH = 8;

    private final Path folder;
    private final List<String> classes;

    /// @param folder where what is there and what was found is written, as COCO has it
    Accuracy(Path folder, List<String> classes) {
        this.folder = folder;
        this.classes = classes;
    }

    /// The whole set first, then its slices by name.
    ///
    /// @param described the pictures, in the order of `samples`
    List<SliceLoss> losses(
            List<Sample> samples, List<DatasetSample> described, Detector full, Detector reduced)
            throws IOException {
        CocoEvaluation one = judge("onnx", samples, full);
        CocoEvaluation other = judge("onnx-int8", samples, reduced);
        List<SliceLoss> losses = new ArrayList<>();
        BitSet every = new BitSet();
        every.set(0, samples.size());
        losses.add(loss(SliceLoss.ALL, every, one, other));
        slices(described)
                .forEach((name, images) -> {
                    SliceLoss loss = loss(name, images, one, other);
                    if (loss.full() != CocoNumbers.ABSENT) {
                        losses.add(loss);
                    }
                });
        return losses;
    }

    private CocoEvaluation judge(String name, List<Sample> samples, Detector detector)
            throws IOException {
        Path reports = folder.resolve(name);
        CocoResults.write(reports, classes, samples, detector, BATCH);
        CocoFiles files =
                CocoFiles.read(
                        reports.resolve(CocoResults.TRUTH),
                        List.of(reports.resolve(CocoResults.FOUND)));
        return CocoEvaluation.match(files.truth(), files.detections().getFirst());
    }

    private static SliceLoss loss(
            String slice, BitSet images, CocoEvaluation full, CocoEvaluation reduced) {
        return new SliceLoss(
                slice,
                images.cardinality(),
                full.numbers(images).get(CocoMetric.AP_50),
                reduced.numbers(images).get(CocoMetric.AP_50));
    }

    private static Map<String, BitSet> slices(List<DatasetSample> samples) {
        Map<String, BitSet> slices = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            for (String slice : samples.get(i).slices()) {
                slices.computeIfAbsent(slice, none -> new BitSet()).set(i);
            }
        }
        return slices;
    }
}
