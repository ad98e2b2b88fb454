package dev.roadloop.learning.detection;

/// A box and scores for every location of one image, before any is chosen. The arrays are shared,
/// not copied.
public final class LocatedBoxes {

    private final float[] boxes;
    private final float[] scores;

    /// Takes the arrays over.
    ///
    /// @param boxes (locations, 4): left, top, right, bottom in pixels of the network's input
    /// @param scores (locations, classes), 0 to 1
    public LocatedBoxes(float[] boxes, float[] scores) {
        this.boxes = boxes;
        this.scores = scores;
    }

    /// The boxes.
    public float[] boxes() {
        return boxes;
    }

    /// The scores.
    public float[] scores() {
        return scores;
    }
}
