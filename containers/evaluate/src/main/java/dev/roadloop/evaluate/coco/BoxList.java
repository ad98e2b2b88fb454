package dev.roadloop.evaluate.coco;

/// Boxes that arrive one by one while a file is read, each with the ids of its image and category.
final class BoxList {
    private final LongList images = new LongList();
    private final LongList categories = new LongList();
    private final DoubleList x = new DoubleList();
    private final DoubleList y = new DoubleList();
    private final DoubleList width = new DoubleList();
    private final DoubleList height = new DoubleList();

    /// @param box x, y, width and height in pixels
    void add(long image, long category, double[] box) {
        images.add(image);
        categories.add(category);
        x.add(box[0]);
        y.add(box[1]);
        width.add(box[2]);
        height.add(box[3]);
    }

    /// Puts another box in place of one.
    void replace(int i, double[] box) {
        x.set(i, box[0]);
        y.set(i, box[1]);
        width.set(i, box[2]);
        height.set(i, box[3]);
    }

    int size() {
        return images.size();
    }

    long[] imageIds() {
        return images.toArray();
    }

    long[] categoryIds() {
        return categories.toArray();
    }

    Boxes boxes() {
        return new Boxes(x.toArray(), y.toArray(), width.toArray(), height.toArray());
    }
}
