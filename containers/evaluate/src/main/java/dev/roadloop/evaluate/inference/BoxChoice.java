package dev.roadloop.evaluate.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Chooses boxes from a network's answers as training does when it judges: those sure enough, less
/// those that a surer one of the same class covers.
final class BoxChoice {
    /// The lowest score that counts.
    static final float LEAST = 0.02f;

    /// The highest overlap of two boxes of a class.
    static final float OVERLAP = 0.6f;

    /// Boxes kept of an image: COCO looks at no more.
    static final int MOST = 100;

    /// More candidates than this are cut to the surest, which bounds the time.
    private static final int CANDIDATES = 1000;

    private static final Comparator<FoundBox> SUREST_FIRST =
            Comparator.comparing(FoundBox::score).reversed();

    private BoxChoice() {}

    /// The boxes of one image in pixels of the network's input, surest first.
    ///
    /// @param boxes (answers, 4): left, top, right, bottom
    /// @param scores (answers, classes)
    static List<FoundBox> choose(
            float[] boxes, float[] scores, int classes, int width, int height) {
        List<FoundBox> candidates = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] >= LEAST) {
                int at = 4 * (i / classes);
                float left = Math.max(0, boxes[at]);
                float top = Math.max(0, boxes[at + 1]);
                float right = Math.min(width, boxes[at + 2]);
                float bottom = Math.min(height, boxes[at + 3]);
                // Written so that what is no number is left out.
                if (right > left && bottom > top) {
                    candidates.add(new FoundBox(i % classes, left, top, right, bottom, scores[i]));
                }
            }
        }
        candidates.sort(SUREST_FIRST);
        List<FoundBox> kept = new ArrayList<>();
        for (FoundBox candidate : candidates.subList(0, Math.min(CANDIDATES, candidates.size()))) {
            if (kept.size() == MOST) {
                break;
            }
            if (kept.stream().noneMatch(surer -> covers(surer, candidate))) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private static boolean covers(FoundBox surer, FoundBox box) {
        return surer.label() == box.label() && surer.overlap(box) > OVERLAP;
    }
}
