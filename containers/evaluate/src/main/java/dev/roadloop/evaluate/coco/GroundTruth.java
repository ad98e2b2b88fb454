package dev.roadloop.evaluate.coco;

import java.util.List;

/// What is really in the images, in the order of its file.
public final class GroundTruth {
    private final IdIndex images;
    private final IdIndex categories;
    private final List<String> categoryNames;
    private final List<ImageEntry> imageEntries;
    private final Annotations annotations;

    GroundTruth(
            IdIndex images,
            List<ImageEntry> imageEntries,
            IdIndex categories,
            List<String> categoryNames,
            Annotations annotations) {
        this.images = images;
        this.imageEntries = List.copyOf(imageEntries);
        this.categories = categories;
        this.categoryNames = List.copyOf(categoryNames);
        this.annotations = annotations;
    }

    /// The ids of the images.
    public IdIndex images() {
        return images;
    }

    /// The images, in the order of [#images].
    public List<ImageEntry> imageEntries() {
        return imageEntries;
    }

    /// The ids of the categories.
    public IdIndex categories() {
        return categories;
    }

    /// The names of the categories, in the order of [#categories].
    public List<String> categoryNames() {
        return categoryNames;
    }

    /// The annotations.
    public Annotations annotations() {
        return annotations;
    }
}
