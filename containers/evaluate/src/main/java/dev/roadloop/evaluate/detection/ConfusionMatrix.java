package dev.roadloop.evaluate.detection;

import dev.roadloop.evaluate.coco.Annotations;
import dev.roadloop.evaluate.coco.Detections;
import dev.roadloop.evaluate.coco.GroundTruth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What is taken for what: annotations of each category by the category of the detection that lies
/// on them, as [PairedImages] lays them.
///
/// @param score the least score of the detections that count
/// @param overlap the least overlap of a pair
/// @param labels the names of the categories, and last `background`
/// @param counts rows: what is there; columns: what was found. The last row holds detections of
///   nothing, the last column annotations that were not found
public record ConfusionMatrix(
        double score, double overlap, List<String> labels, List<List<Long>> counts) {
    /// The name of what no category is.
    public static final String BACKGROUND = "background";

    /// Copies the lists.
    public ConfusionMatrix {
        labels = List.copyOf(labels);
        counts = counts.stream().map(List::copyOf).toList();
    }

    /// @param score the least score of the detections that count
    /// @param overlap the least overlap of a pair, above 0
    public static ConfusionMatrix of(
            GroundTruth truth, Detections detections, double score, double overlap) {
        Annotations annotations = truth.annotations();
        int background = truth.categories().size();
        long[][] counts = new long[background + 1][background + 1];
        PairedImages paired = new PairedImages(truth, detections, score, overlap);
        PairedImages.Visitor counting =
                new PairedImages.Visitor() {
                    @Override
                    public void pair(int detection, int annotation) {
                        counts[annotations.category(annotation)][detections.category(detection)]++;
                    }

                    @Override
                    public void invented(int detection) {
                        counts[background][detections.category(detection)]++;
                    }

                    @Override
                    public void missed(int annotation) {
                        counts[annotations.category(annotation)][background]++;
                    }
                };
        for (int image = 0; image < truth.images().size(); image++) {
            paired.visit(image, counting);
        }
        List<String> names = new ArrayList<>(truth.categoryNames());
        names.add(BACKGROUND);
        List<List<Long>> rows = new ArrayList<>();
        for (long[] row : counts) {
            rows.add(Arrays.stream(row).boxed().toList());
        }
        return new ConfusionMatrix(score, overlap, names, rows);
    }
}
