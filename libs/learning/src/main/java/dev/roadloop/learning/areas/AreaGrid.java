package dev.roadloop.learning.areas;

import dev.roadloop.learning.detection.FeatureGrid;

/// The cells for which a network answers whether they belong to areas: squares of its input, row by
/// row from the top.
///
/// @param areas how many kinds of areas there are, 0 or more
/// @param columns cells in a row
/// @param rows of cells
public record AreaGrid(int areas, int columns, int rows) {

    /// Pixels of the network's input along a side of a cell.
    public static final int STRIDE = 4;

    /// The grid over an input.
    public static AreaGrid over(FeatureGrid input, int areas) {
        return new AreaGrid(areas, input.width() / STRIDE, input.height() / STRIDE);
    }

    /// How many numbers an answer about one image has: areas by rows by columns.
    public int size() {
        return areas * rows * columns;
    }
}
