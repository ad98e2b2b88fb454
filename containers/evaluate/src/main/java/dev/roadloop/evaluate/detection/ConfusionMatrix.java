package dev.roadloop.evaluate.detection;

import dev.roadloop.evaluate.coco.Annotations;
import dev.roadloop.evaluate.coco.Detections;
import dev.roadloop.evaluate.coco.GroundTruth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// What is taken for what: annotations of each category by the category of the detection that lies
/// on them, pairs chosen by overlap whatever their categories, the best overlap first, each used
/// once. Detections in crowd regions count for nothing.
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
        int images = truth.images().size();
        Grouped labels =
                new Grouped(annotations.size(), images, annotations::image, annotations::category);
        Grouped found =
                new Grouped(
                        detections.size(),
                        images,
                        detections::image,
                        d -> detections.score(d) >= score ? detections.category(d) : -1);
        int categories = truth.categories().size();
        long[][] counts = new long[categories + 1][categories + 1];
        for (int image = 0; image < images; image++) {
            count(annotations, detections, labels, found, image, overlap, counts);
        }
        List<String> names = new ArrayList<>(truth.categoryNames());
        names.add(BACKGROUND);
        List<List<Long>> rows = new ArrayList<>();
        for (long[] row : counts) {
            rows.add(Arrays.stream(row).boxed().toList());
        }
        return new ConfusionMatrix(score, overlap, names, rows);
    }

    private record Pair(int detection, int label, double overlap) {}

    private static void count(
            Annotations annotations,
            Detections detections,
            Grouped labels,
            Grouped found,
            int image,
            double least,
            long[][] counts) {
        int background = counts.length - 1;
        int first = found.start(image);
        int firstLabel = labels.start(image);
        boolean[] used = new boolean[found.end(image) - first];
        boolean[] usedLabel = new boolean[labels.end(image) - firstLabel];
        List<Pair> pairs = new ArrayList<>();
        for (int d = 0; d < used.length; d++) {
            for (int g = 0; g < usedLabel.length; g++) {
                int label = labels.order()[firstLabel + g];
                double overlap =
                        detections
                                .boxes()
                                .overlap(
                                        found.order()[first + d],
                                        annotations.boxes(),
                                        label,
                                        annotations.crowd(label));
                if (overlap >= least) {
                    pairs.add(new Pair(d, g, overlap));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::overlap).reversed());
        for (Pair pair : pairs) {
            int label = labels.order()[firstLabel + pair.label()];
            if (!used[pair.detection()] && !usedLabel[pair.label()] && !annotations.crowd(label)) {
                used[pair.detection()] = true;
                usedLabel[pair.label()] = true;
                counts[annotations.category(label)][
                        detections.category(found.order()[first + pair.detection()])]++;
            }
        }
        for (Pair pair : pairs) {
            used[pair.detection()] |= annotations.crowd(labels.order()[firstLabel + pair.label()]);
        }
        for (int d = 0; d < used.length; d++) {
            if (!used[d]) {
                counts[background][detections.category(found.order()[first + d])]++;
            }
        }
        for (int g = 0; g < usedLabel.length; g++) {
            int label = labels.order()[firstLabel + g];
            if (!usedLabel[g] && !annotations.crowd(label)) {
                counts[annotations.category(label)][background]++;
            }
        }
    }
}
