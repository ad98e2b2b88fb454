package dev.roadloop.evaluate.examples;

import dev.roadloop.domain.CallerException;
import dev.roadloop.evaluate.coco.Detections;
import dev.roadloop.evaluate.coco.GroundTruth;
import dev.roadloop.evaluate.detection.PairedImages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds the images in which a detector errs most: an object not found weighs 1, one found as
/// something else 1, a detection of nothing its score.
public final class WorstExamples {
    private final GroundTruth truth;
    private final Detections detections;
    private final PairedImages paired;

    /// @param score the least score of the detections that count
    /// @param overlap the least overlap at which a detection lies on an object
    public WorstExamples(GroundTruth truth, Detections detections, double score, double overlap) {
        this.truth = truth;
        this.detections = detections;
        paired = new PairedImages(truth, detections, score, overlap);
    }

    /// The worst images, the worst first, as pictures with boxes.
    ///
    /// @param folder where the ground truth's file names lie
    /// @param count how many at most; images without an error are left out
    public List<Example> find(Path folder, int count) {
        List<Errors> all = new ArrayList<>();
        for (int image = 0; image < truth.images().size(); image++) {
            Errors errors = new Errors(image);
            paired.visit(image, errors);
            if (errors.weight > 0) {
                all.add(errors);
            }
        }
        all.sort(Comparator.comparingDouble((Errors one) -> one.weight).reversed());
        return all.stream().limit(count).map(errors -> example(folder, errors)).toList();
    }

    private Example example(Path folder, Errors errors) {
        String name = truth.imageEntries().get(errors.image).fileName();
        String jpeg = "";
        String note = "";
        try {
            jpeg =
                    new ExamplePicture(truth, detections)
                            .draw(
                                    PictureFile.read(PictureFile.within(folder, name)),
                                    errors.image,
                                    paired);
        } catch (CallerException e) {
            note = String.valueOf(e.getMessage());
        }
        return new Example(
                truth.images().id(errors.image),
                name,
                errors.missed,
                errors.confused,
                errors.invented,
                jpeg,
                note);
    }

    private final class Errors implements PairedImages.Visitor {
        private final int image;
        private int missed;
        private int confused;
        private int invented;
        private double weight;

        Errors(int image) {
            this.image = image;
        }

        @Override
        public void pair(int detection, int annotation) {
            if (detections.category(detection) != truth.annotations().category(annotation)) {
                confused++;
                weight++;
            }
        }

        @Override
        public void invented(int detection) {
            invented++;
            weight += detections.score(detection);
        }

        @Override
        public void missed(int annotation) {
            missed++;
            weight++;
        }
    }
}
