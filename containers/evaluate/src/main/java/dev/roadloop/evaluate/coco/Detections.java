package dev.roadloop.evaluate.coco;

/// What a model found, in the order of its file. The order matters: it decides between equal
/// scores.
public final class Detections {
    private final Boxes boxes;
    private final int[] images;
    private final int[] categories;
    private final double[] scores;
    private final int unknownCategories;

    Detections(Boxes boxes, int[] images, int[] categories, double[] scores) {
        this.boxes = boxes;
        this.images = images;
        this.categories = categories;
        this.scores = scores;
        int unknown = 0;
        for (int category : categories) {
            unknown += category < 0 ? 1 : 0;
        }
        unknownCategories = unknown;
    }

    /// How many there are.
    public int size() {
        return scores.length;
    }

    /// Where they are.
    public Boxes boxes() {
        return boxes;
    }

    /// The position of the image of detection `i` among the ground truth's images.
    public int image(int i) {
        return images[i];
    }

    /// The position of the category of detection `i` among the ground truth's categories, or -1:
    /// such a detection counts for nothing.
    public int category(int i) {
        return categories[i];
    }

    /// How sure the model was; finite, otherwise without bounds.
    public double score(int i) {
        return scores[i];
    }

    /// How many are of categories that the ground truth does not know.
    public int unknownCategories() {
        return unknownCategories;
    }
}
