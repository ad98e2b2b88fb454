package dev.roadloop.evaluate.coco;

import org.jspecify.annotations.Nullable;

/// The labelled objects of a ground truth.
public final class Annotations {
    private final long[] ids;
    private final Boxes boxes;
    private final int[] images;
    private final int[] categories;
    private final double[] areas;
    private final boolean[] crowds;
    private final @Nullable Masks masks;
    private final int unknown;

    Annotations(
            long[] ids,
            Boxes boxes,
            int[] images,
            int[] categories,
            double[] areas,
            boolean[] crowds,
            @Nullable Masks masks) {
        this.ids = ids;
        this.boxes = boxes;
        this.images = images;
        this.categories = categories;
        this.areas = areas;
        this.crowds = crowds;
        this.masks = masks;
        int strays = 0;
        for (int i = 0; i < ids.length; i++) {
            strays += images[i] < 0 || categories[i] < 0 ? 1 : 0;
        }
        unknown = strays;
    }

    /// How many there are.
    public int size() {
        return ids.length;
    }

    /// The id of annotation `i`.
    public long id(int i) {
        return ids[i];
    }

    /// Where they are.
    public Boxes boxes() {
        return boxes;
    }

    /// The position of the image of annotation `i`, or -1 when the file does not list it: such an
    /// annotation counts for nothing.
    public int image(int i) {
        return images[i];
    }

    /// The position of the category of annotation `i`, or -1 when the file does not list it: such
    /// an annotation counts for nothing.
    public int category(int i) {
        return categories[i];
    }

    /// The size of the object as the file states it, in square pixels: of its mask where it has
    /// one. Decides whether the object is small, medium or large.
    public double area(int i) {
        return areas[i];
    }

    /// Whether annotation `i` is a region of many objects, which may be found any number of times
    /// and need not be.
    public boolean crowd(int i) {
        return crowds[i];
    }

    @Nullable Masks masks() {
        return masks;
    }

    /// How many are on images or of categories that the file does not list.
    public int unknown() {
        return unknown;
    }
}
