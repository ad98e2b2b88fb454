package dev.roadloop.evaluate.robustness;

import java.util.SplittableRandom;

/// A smooth random landscape of heights from 0 to 1 over an image: noise on grids of several sizes,
/// each half as coarse and half as high as the one before.
final class Field {
    private final int width;
    private final int height;
    private final float[] heights;

    private Field(int width, int height, float[] heights) {
        this.width = width;
        this.height = height;
        this.heights = heights;
    }

    /// @param period the distance of the coarsest grid's points in pixels, at least 1
    /// @param octaves how many grids there are
    static Field of(int width, int height, double period, int octaves, SplittableRandom random) {
        float[] heights = new float[width * height];
        float weight = 1;
        float total = 0;
        double step = period;
        for (int octave = 0; octave < octaves && step >= 1; octave++) {
            add(heights, width, height, step, weight, random.split());
            total += weight;
            weight /= 2;
            step /= 2;
        }
        for (int i = 0; i < heights.length; i++) {
            heights[i] /= total;
        }
        return new Field(width, height, heights);
    }

    float at(int x, int y) {
        return heights[y * width + x];
    }

    /// How many pixels it covers.
    int size() {
        return width * height;
    }

    private static void add(
            float[] heights,
            int width,
            int height,
            double step,
            float weight,
            SplittableRandom random) {
        int columns = (int) (width / step) + 2;
        int rows = (int) (height / step) + 2;
        float[] grid = new float[columns * rows];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = (float) random.nextDouble();
        }
        for (int y = 0; y < height; y++) {
            int row = (int) (y / step);
            float down = smooth((float) (y / step - row));
            for (int x = 0; x < width; x++) {
                int column = (int) (x / step);
                float right = smooth((float) (x / step - column));
                int at = row * columns + column;
                float upper = grid[at] + right * (grid[at + 1] - grid[at]);
                float lower =
                        grid[at + columns] + right * (grid[at + columns + 1] - grid[at + columns]);
                heights[y * width + x] += weight * (upper + down * (lower - upper));
            }
        }
    }

    private static float smooth(float part) {
        return part * part * (3 - 2 * part);
    }
}
