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
    public static final int CANDIDATES = 1000;

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
        return choose(locate(logits, distances, centreness));
    }

    /// A box and scores for every location, cut to the network's input.
    ///
    /// @param logits (locations, classes), row by row
    /// @param distances (locations, 4)
    /// @param centreness (locations), logits
    public LocatedBoxes locate(float[] logits, float[] distances, float[] centreness) {
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
        float[] boxes = new float[distances.length];
        float[] scores = new float[logits.length];
        for (int level = 0; level < FeatureGrid.LEVELS; level++) {
            int stride = FeatureGrid.stride(level);
            int columns = grid.columns(level);
            int cells = columns * grid.rows(level);
            for (int cell = 0; cell < cells; cell++) {
                int location = grid.offset(level) + cell;
                double middle = sigmoid(centreness[location]);
                for (int label = 0; label < classes; label++) {
                    int at = location * classes + label;
                    scores[at] = (float) Math.sqrt(sigmoid(logits[at]) * middle);
                }
                float x = (cell % columns + 0.5f) * stride;
                float y = (cell / columns + 0.5f) * stride;
                int at = 4 * location;
                boxes[at] = Math.max(0, x - distances[at]);
                boxes[at + 1] = Math.max(0, y - distances[at + 1]);
                boxes[at + 2] = Math.min(grid.width(), x + distances[at + 2]);
                boxes[at + 3] = Math.min(grid.height(), y + distances[at + 3]);
            }
        }
        return new LocatedBoxes(boxes, scores);
    }

    /// Those that are sure enough and not covered by surer ones, surest first.
    public List<Detection> choose(LocatedBoxes located) {
        float[] boxes = located.boxes();
        float[] scores = located.scores();
        if (boxes.length != grid.locations() * 4 || scores.length != grid.locations() * classes) {
            throw new IllegalArgumentException(
                    "expected boxes at %d locations for %d classes, found %d and %d numbers"
                            .formatted(grid.locations(), classes, boxes.length, scores.length));
        }
        List<Detection> candidates = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            int at = i / classes * 4;
            if (scores[i] >= least && boxes[at + 2] > boxes[at] && boxes[at + 3] > boxes[at + 1]) {
                ClassBox box =
                        new ClassBox(
                                i % classes,
                                boxes[at],
                                boxes[at + 1],
                                boxes[at + 2],
                                boxes[at + 3]);
                candidates.add(new Detection(box, scores[i]));
            }
        }
        candidates.sort(SUREST_FIRST);
        return suppress(candidates.subList(0, Math.min(CANDIDATES, candidates.size())));
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
