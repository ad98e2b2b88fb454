package dev.roadloop.evaluate.detection;

/// COCO's sizes of objects, both limits included, in square pixels.
enum AreaRange {
    ALL(0, 1e10),
    SMALL(0, 32 * 32),
    MEDIUM(32 * 32, 96 * 96),
    LARGE(96 * 96, 1e10);

    static final int COUNT = values().length;

    private final double least;
    private final double most;

    AreaRange(double least, double most) {
        this.least = least;
        this.most = most;
    }

    /// One bit for each range, in their order, that is set where the area lies outside.
    static int outside(double area) {
        int bits = 0;
        for (AreaRange range : values()) {
            if (area < range.least || area > range.most) {
                bits |= 1 << range.ordinal();
            }
        }
        return bits;
    }
}
