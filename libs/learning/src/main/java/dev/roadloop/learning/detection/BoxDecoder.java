package dev.roadloop.learning.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Makes boxes from a network's answers: those sure enough, less those that a surer one of the same
/// class covers.
///
/// @param grid where the answers stand
/// @param classes number of classes
/// @param least lowest score that counts; the score is the square root of class probability times
///   centreness
/// @param overlap highest intersection over union of two boxes of a class
/// @param most number of boxes kept, the surest
public record BoxDecoder(FeatureGrid grid, int classes, float least, float overlap, int most) {

    /// More candidates than this are cut to the surest, which bounds the time that suppression
    /// takes.
    private static final int CANDIDATES = 1000;

    private static final Comparator<Detection> SUREST_FIRST =
            Comparator.comparing(Detection::score).reversed();

    /// Checks the bounds.
    public BoxDecoder {
        if (classes < 1 || !(least > 0 && least < 1) || !(overlap > 0 && overlap < 1) || most < 1) {
            throw new IllegalArgumentException(
                    "expected classes and a number of boxes of at least 1, score and overlap"
                            + " between"
                            + " 0 and 1, found %d, %d, %s, %s"
                                    .formatted(classes, most, least, overlap));
        }
    }

    /// As COCO's evaluation wants them: hardly any score is too low, at most 100 boxes.
    public static BoxDecoder forEvaluation(FeatureGrid grid, int classes) {
        return new BoxDecoder(grid, classes, 0.02f, 0.6f, 100);
    }

    /// The boxes of one image, surest first, cut to the network's input.
    ///
    /// @param logits (locations, classes), row by row
    /// @param distances (locations, 4)
    /// @param centreness (locations), logits
    public List<Detection> decode(float[] logits, float[] distances, float[] centreness) {
        if (logits.length != grid.locations() * classes
                || distances.length != grid.locations() * 4
                || centreness.length != grid.locations()) {
            throw new IllegalArgumentException(
                    "expected answers at %d locations for %d classes, found %d, %d and %d numbers"
                            .formatted(
                                    grid.locations(),
                                    classes,
                                    logits.length,
                                    distances.length,
                                    centreness.length));
        }
        List<Detection> candidates = candidates(logits, distances, centreness);
        candidates.sort(SUREST_FIRST);
        return suppress(candidates.subList(0, Math.min(CANDIDATES, candidates.size())));
    }

    private List<Detection> candidates(float[] logits, float[] distances, float[] centreness) {
        List<Detection> candidates = new ArrayList<>();
        for (int level = 0; level < FeatureGrid.LEVELS; level++) {
            int stride = FeatureGrid.stride(level);
            int columns = grid.columns(level);
            int cells = columns * grid.rows(level);
            for (int cell = 0; cell < cells; cell++) {
                int location = grid.offset(level) + cell;
                double middle = sigmoid(centreness[location]);
                for (int label = 0; label < classes; label++) {
                    float score =
                            (float) Math.sqrt(sigmoid(logits[location * classes + label]) * middle);
                    if (score >= least) {
                        float x = (cell % columns + 0.5f) * stride;
                        float y = (cell / columns + 0.5f) * stride;
                        add(candidates, label, score, x, y, distances, 4 * location);
                    }
                }
            }
        }
        return candidates;
    }

    private void add(
            List<Detection> candidates,
            int label,
            float score,
            float x,
            float y,
            float[] distances,
            int at) {
        float left = Math.max(0, x - distances[at]);
        float top = Math.max(0, y - distances[at + 1]);
        float right = Math.min(grid.width(), x + distances[at + 2]);
        float bottom = Math.min(grid.height(), y + distances[at + 3]);
        if (right > left && bottom > top) {
            candidates.add(new Detection(new ClassBox(label, left, top, right, bottom), score));
        }
    }

    private List<Detection> suppress(List<Detection> surestFirst) {
        List<Detection> kept = new ArrayList<>();
        for (Detection candidate : surestFirst) {
            if (kept.size() == most) {
                break;
            }
            if (kept.stream().noneMatch(surer -> covers(surer.box(), candidate.box()))) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private boolean covers(ClassBox surer, ClassBox box) {
        return surer.label() == box.label() && iou(surer, box) > overlap;
    }

    /// Intersection over union of two boxes, whatever their classes.
    public static float iou(ClassBox one, ClassBox other) {
        float width = Math.min(one.right(), other.right()) - Math.max(one.left(), other.left());
        float height = Math.min(one.bottom(), other.bottom()) - Math.max(one.top(), other.top());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        float shared = width * height;
        return shared / (one.area() + other.area() - shared);
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
