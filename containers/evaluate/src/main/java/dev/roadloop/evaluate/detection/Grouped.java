package dev.roadloop.evaluate.detection;

import java.util.function.IntUnaryOperator;

/// Positions grouped by category, in each category by image, in each image in the order of the
/// file.
final class Grouped {
    private final int[] order;
    private final int[] starts;

    /// @param count how many positions there are
    /// @param category the category of a position; those below 0 are left out
    /// @param image the image of a position; those below 0 are left out
    Grouped(int count, int categories, IntUnaryOperator category, IntUnaryOperator image) {
        starts = new int[categories + 1];
        for (int i = 0; i < count; i++) {
            if (category.applyAsInt(i) >= 0 && image.applyAsInt(i) >= 0) {
                starts[category.applyAsInt(i) + 1]++;
            }
        }
        for (int k = 0; k < categories; k++) {
            starts[k + 1] += starts[k];
        }
        order = new int[starts[categories]];
        int[] next = starts.clone();
        for (int i = 0; i < count; i++) {
            if (category.applyAsInt(i) >= 0 && image.applyAsInt(i) >= 0) {
                order[next[category.applyAsInt(i)]++] = i;
            }
        }
    }

    /// Sorts one category's positions by image; different categories on different threads.
    void sortByImage(int category, IntUnaryOperator image) {
        StableSort.sort(
                order,
                starts[category],
                starts[category + 1],
                (a, b) -> image.applyAsInt(a) > image.applyAsInt(b));
    }

    /// The positions themselves; a category's lie between its [#start] and its [#end].
    int[] order() {
        return order;
    }

    int start(int category) {
        return starts[category];
    }

    int end(int category) {
        return starts[category + 1];
    }
}
