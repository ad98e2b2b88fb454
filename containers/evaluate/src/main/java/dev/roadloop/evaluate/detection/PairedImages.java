package dev.roadloop.evaluate.detection;

import dev.roadloop.evaluate.coco.Annotations;
import dev.roadloop.evaluate.coco.Detections;
import dev.roadloop.evaluate.coco.GroundTruth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Detections laid beside annotations image by image, whatever their categories: pairs are chosen
/// by overlap, the best first, each detection and annotation used once. This is for looking at
/// errors; COCO's numbers come from a matching per category.
public final class PairedImages {
    private final Annotations annotations;
    private final Detections detections;
    private final double overlap;
    private final Grouped labels;
    private final Grouped found;

    /// @param score the least score of the detections that count
    /// @param overlap the least overlap of a pair, above 0
    public PairedImages(GroundTruth truth, Detections detections, double score, double overlap) {
        this.annotations = truth.annotations();
        this.detections = detections;
        this.overlap = overlap;
        int images = truth.images().size();
        labels = new Grouped(annotations.size(), images, annotations::image, annotations::category);
        found =
                new Grouped(
                        detections.size(),
                        images,
                        detections::image,
                        d -> detections.score(d) >= score ? detections.category(d) : -1);
    }

    /// Told what became of what is in an image.
    public interface Visitor {
        /// A detection that lies on an annotation, perhaps of another category.
        void pair(int detection, int annotation);

        /// A detection that lies on none.
        void invented(int detection);

        /// An annotation that nothing lies on.
        void missed(int annotation);
    }

    private record Pair(int detection, int label, double overlap) {}

    /// Visits the detections and annotations of one image; crowd regions, and detections that only
    /// they explain, are passed over.
    public void visit(int image, Visitor visitor) {
        int[] detected = Arrays.copyOfRange(found.order(), found.start(image), found.end(image));
        int[] labelled = Arrays.copyOfRange(labels.order(), labels.start(image), labels.end(image));
        boolean[] used = new boolean[detected.length];
        boolean[] usedLabel = new boolean[labelled.length];
        List<Pair> pairs = pairs(detected, labelled);
        for (Pair pair : pairs) {
            boolean crowd = annotations.crowd(labelled[pair.label()]);
            if (!used[pair.detection()] && !usedLabel[pair.label()] && !crowd) {
                used[pair.detection()] = true;
                usedLabel[pair.label()] = true;
                visitor.pair(detected[pair.detection()], labelled[pair.label()]);
            }
        }
        for (Pair pair : pairs) {
            used[pair.detection()] |= annotations.crowd(labelled[pair.label()]);
        }
        for (int d = 0; d < used.length; d++) {
            if (!used[d]) {
                visitor.invented(detected[d]);
            }
        }
        for (int g = 0; g < usedLabel.length; g++) {
            if (!usedLabel[g] && !annotations.crowd(labelled[g])) {
                visitor.missed(labelled[g]);
            }
        }
    }

    private List<Pair> pairs(int[] detected, int[] labelled) {
        List<Pair> pairs = new ArrayList<>();
        for (int d = 0; d < detected.length; d++) {
            for (int g = 0; g < labelled.length; g++) {
                double shared = detections.overlap(detected[d], annotations, labelled[g]);
                if (shared >= overlap) {
                    pairs.add(new Pair(d, g, shared));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::overlap).reversed());
        return pairs;
    }
}
