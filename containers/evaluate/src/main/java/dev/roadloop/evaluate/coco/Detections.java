package dev.roadloop.evaluate.coco;

import org.jspecify.annotations.Nullable;

/// What a model found, in the order of its file. The order matters: it decides between equal
/// scores.
public final class Detections {
    private final Boxes boxes;
    private final int[] images;
    private final int[] categories;
    private final double[] scores;
    private final @Nullable Masks masks;
    private final boolean maskAreas;
    private final int unknownCategories;

    /// @param masks null where boxes are compared
    /// @param maskAreas whether a detection is as large as its mask, not as its box
    Detections(
            Boxes boxes,
            int[] images,
            int[] categories,
            double[] scores,
            @Nullable Masks masks,
            boolean maskAreas) {
        this.boxes = boxes;
        this.masks = masks;
        this.maskAreas = maskAreas;
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

    /// What they are compared by.
    public IouType iouType() {
        return masks == null ? IouType.BBOX : IouType.SEGM;
    }

    /// How large detection `i` is, in square pixels: its box where the file has boxes, else its
    /// mask.
    public double area(int i) {
        Masks areas = masks;
        return areas != null && maskAreas ? areas.area(i) : boxes.area(i);
    }

    /// How much detection `i` overlaps annotation `j`, by masks where they are compared.
    public double overlap(int i, Annotations annotations, int j) {
        Masks mine = masks;
        Masks others = annotations.masks();
        boolean crowd = annotations.crowd(j);
        return mine != null && others != null
                ? mine.overlap(i, others, j, crowd)
                : boxes.overlap(i, annotations.boxes(), j, crowd);
    }

    /// How many are of categories that the ground truth does not know.
    public int unknownCategories() {
        return unknownCategories;
    }
}
