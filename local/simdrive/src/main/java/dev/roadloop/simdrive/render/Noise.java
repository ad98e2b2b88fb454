package dev.roadloop.simdrive.render;

import java.util.SplittableRandom;

/// A tile of smooth random values, 0 to 1 around 0.5, in ever coarser copies for distant surfaces.
final class Noise {

    private static final int SIZE = 256;
    private static final int LEVELS = 7;

    /// What the finest level still resolves, in texels.
    private static final double FINEST = 1.5;

    private final float[][] levels = new float[LEVELS][];

    Noise(long seed, int octaves, double roughness) {
        float[] tile = new float[SIZE * SIZE];
        SplittableRandom random = new SplittableRandom(seed);
        double weight = 1;
        double sum = 0;
        for (int octave = 0; octave < octaves; octave++) {
            int cells = Math.min(SIZE, 8 << octave);
            float[] grid = new float[cells * cells];
            for (int i = 0; i < grid.length; i++) {
                grid[i] = (float) random.nextDouble();
            }
            addOctave(tile, grid, cells, (float) weight);
            sum += weight;
            weight *= roughness;
        }
        for (int i = 0; i < tile.length; i++) {
            tile[i] = (float) (tile[i] / sum);
        }
        levels[0] = tile;
        for (int level = 1; level < LEVELS; level++) {
            levels[level] = halve(levels[level - 1], SIZE >> (level - 1));
        }
    }

    /// The value at a point in texels; the level is the coarsest that still resolves `footprint`
    /// texels.
    float at(double x, double y, int level) {
        int size = SIZE >> level;
        return levels[level][
                ((int) Math.floor(y) >> level & size - 1) * size
                        + ((int) Math.floor(x) >> level & size - 1)];
    }

    /// The value at a point in texels, between its four neighbours.
    float smooth(double x, double y) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        float fx = (float) (x - x0);
        float fy = (float) (y - y0);
        float top = at(x0, y0, 0) * (1 - fx) + at(x0 + 1, y0, 0) * fx;
        float low = at(x0, y0 + 1, 0) * (1 - fx) + at(x0 + 1, y0 + 1, 0) * fx;
        return top * (1 - fy) + low * fy;
    }

    /// The first level of which a texel is not smaller than two thirds of `footprint`, in texels of
    /// the finest.
    static int level(double footprint) {
        double over = footprint / FINEST;
        if (over <= 1) {
            return 0;
        }
        // A power of two is a level of its own.
        return Math.min(Math.getExponent(Math.nextDown(over)) + 1, LEVELS - 1);
    }

    private static void addOctave(float[] tile, float[] grid, int cells, float weight) {
        float scale = (float) cells / SIZE;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                float gx = x * scale;
                float gy = y * scale;
                int x0 = (int) gx;
                int y0 = (int) gy;
                float fx = ease(gx - x0);
                float fy = ease(gy - y0);
                int x1 = (x0 + 1) % cells;
                int y1 = (y0 + 1) % cells;
                float top = grid[y0 * cells + x0] * (1 - fx) + grid[y0 * cells + x1] * fx;
                float low = grid[y1 * cells + x0] * (1 - fx) + grid[y1 * cells + x1] * fx;
                tile[y * SIZE + x] += weight * (top * (1 - fy) + low * fy);
            }
        }
    }

    private static float[] halve(float[] tile, int size) {
        int half = size / 2;
        float[] small = new float[half * half];
        for (int y = 0; y < half; y++) {
            for (int x = 0; x < half; x++) {
                int at = 2 * y * size + 2 * x;
                small[y * half + x] =
                        (tile[at] + tile[at + 1] + tile[at + size] + tile[at + size + 1]) / 4;
            }
        }
        return small;
    }

    private static float ease(float t) {
        return t * t * (3 - 2 * t);
    }
}
