package dev.roadloop.train;

import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.evaluate.coco.DetectionsWriter;
import dev.roadloop.evaluate.coco.GroundTruthWriter;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.detection.ClassBox;
import dev.roadloop.learning.detection.Detection;
import dev.roadloop.learning.training.Detector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes what is there and what was found as COCO has it, for any evaluation that reads COCO.
public final class CocoResults {

    /// What is there.
    public static final String TRUTH = "ground-truth.json";

    /// What was found.
    public static final String FOUND = "detections.json";

    private CocoResults() {}

    /// Writes both files.
    ///
    /// @param batch samples looked at together
    public static void write(
            Path folder, List<String> classes, List<Sample> samples, Detector detector, int batch)
            throws IOException {
        Files.createDirectories(folder);
        GroundTruthWriter.write(
                folder.resolve(TRUTH), classes, samples.stream().map(CocoResults::image).toList());
        try (DetectionsWriter out = new DetectionsWriter(folder.resolve(FOUND))) {
            for (int from = 0; from < samples.size(); from += batch) {
                List<Sample> some = samples.subList(from, Math.min(samples.size(), from + batch));
                List<List<Detection>> found = detector.detect(some);
                for (int i = 0; i < found.size(); i++) {
                    for (Detection one : found.get(i)) {
                        ClassBox box = one.box();
                        out.write(
                                from + i,
                                box.label(),
                                box.left(),
                                box.top(),
                                box.right(),
                                box.bottom(),
                                one.score());
                    }
                }
            }
        }
    }

    private static GroundTruthWriter.Image image(Sample sample) {
        return new GroundTruthWriter.Image(
                sample.id(),
                sample.width(),
                sample.height(),
                sample.boxes().stream().map(CocoResults::labelled).toList());
    }

    private static LabelledBox labelled(ClassBox box) {
        boolean crowd = box.label() == ClassBox.CROWD;
        return new LabelledBox(
                crowd ? 0 : box.label(), box.left(), box.top(), box.width(), box.height(), crowd);
    }
}
