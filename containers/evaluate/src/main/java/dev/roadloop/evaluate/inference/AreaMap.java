package dev.roadloop.evaluate.inference;

/// How probably the parts of a picture belong to areas, as a model says it cell by cell. A pixel is
/// in an area from an even chance on; between the middles of cells, chances are taken on a line.
public final class AreaMap {
    private static final float EVEN = 0.5f;

    private final float[] probabilities;
    private final int rows;
    private final int columns;
    private final int height;
    private final int width;
    private final double cellsPerPixel;

    /// Takes the probabilities over.
    ///
    /// @param probabilities by area, row and column
    /// @param height of the picture
    /// @param width of the picture
    /// @param cellsPerPixel how many cells a pixel of the picture is wide
    AreaMap(
            float[] probabilities,
            int rows,
            int columns,
            int height,
            int width,
            double cellsPerPixel) {
        this.probabilities = probabilities;
        this.rows = rows;
        this.columns = columns;
        this.height = height;
        this.width = width;
        this.cellsPerPixel = cellsPerPixel;
    }

    /// Rows of the picture.
    public int height() {
        return height;
    }

    /// Columns of the picture.
    public int width() {
        return width;
    }

    /// Which pixels of the picture are in an area, row by row.
    public boolean[] inside(int area) {
        boolean[] inside = new boolean[height * width];
        int[] left = new int[width];
        int[] right = new int[width];
        float[] part = new float[width];
        for (int x = 0; x < width; x++) {
            double at = Math.clamp((x + 0.5) * cellsPerPixel - 0.5, 0, columns - 1.0);
            left[x] = (int) at;
            right[x] = Math.min(left[x] + 1, columns - 1);
            part[x] = (float) (at - left[x]);
        }
        float[] line = new float[columns];
        for (int y = 0; y < height; y++) {
            double at = Math.clamp((y + 0.5) * cellsPerPixel - 0.5, 0, rows - 1.0);
            int upper = (area * rows + (int) at) * columns;
            int lower = (area * rows + Math.min((int) at + 1, rows - 1)) * columns;
            float down = (float) (at - (int) at);
            for (int column = 0; column < columns; column++) {
                float above = probabilities[upper + column];
                line[column] = above + (probabilities[lower + column] - above) * down;
            }
            for (int x = 0; x < width; x++) {
                float from = line[left[x]];
                inside[y * width + x] = from + (line[right[x]] - from) * part[x] >= EVEN;
            }
        }
        return inside;
    }
}
