package dev.roadloop.learning.data;

import dev.roadloop.learning.areas.AreaGrid;

/// The areas of an image under construction, at the cells at which a network answers: what is at
/// the middle of each. Unknown where nothing is drawn.
final class AreaCanvas {

    private final AreaGrid grid;
    private final byte[] values;

    AreaCanvas(AreaGrid grid) {
        this.grid = grid;
        this.values = new byte[grid.size()];
    }

    AreaGrid grid() {
        return grid;
    }

    byte get(int area, int column, int row) {
        return values[(area * grid.rows() + row) * grid.columns() + column];
    }

    void set(int area, int column, int row, byte value) {
        values[(area * grid.rows() + row) * grid.columns() + column] = value;
    }

    /// Copies what is inside, and what is judged, as 0 and 1.
    void copyTo(float[] inside, float[] judged, int offset) {
        for (int i = 0; i < values.length; i++) {
            inside[offset + i] = values[i] == AreaRaster.INSIDE ? 1 : 0;
            judged[offset + i] = values[i] == AreaRaster.UNKNOWN ? 0 : 1;
        }
    }
}
