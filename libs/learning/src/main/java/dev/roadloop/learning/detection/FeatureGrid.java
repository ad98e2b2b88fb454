package dev.roadloop.learning.detection;

/// The locations at which a network answers: the centres of the cells of its feature levels, level
/// by level from the finest, each row by row.
///
/// @param width columns of the network's input, a multiple of the coarsest stride
/// @param height rows of it, likewise
public record FeatureGrid(int width, int height) {

    /// Number of feature levels.
    public static final int LEVELS = 3;

    private static final int FINEST = 8;
    private static final int LARGEST_INPUT = 4096;

    /// Checks the size.
    public FeatureGrid {
        int coarsest = FINEST << (LEVELS - 1);
        if (width < coarsest
                || height < coarsest
                || width > LARGEST_INPUT
                || height > LARGEST_INPUT
                || width % coarsest != 0
                || height % coarsest != 0) {
            throw new IllegalArgumentException(
                    "expected an input of multiples of %d pixels up to %d, found %dx%d"
                            .formatted(coarsest, LARGEST_INPUT, width, height));
        }
    }

    /// Pixels between the locations of a level, 0 being the finest.
    public static int stride(int level) {
        return FINEST << level;
    }

    /// Cells in a row of a level.
    public int columns(int level) {
        return width / stride(level);
    }

    /// Rows of cells of a level.
    public int rows(int level) {
        return height / stride(level);
    }

    /// Number of locations on all levels.
    public int locations() {
        int all = 0;
        for (int level = 0; level < LEVELS; level++) {
            all += columns(level) * rows(level);
        }
        return all;
    }

    /// The place of a level's first location among all.
    public int offset(int level) {
        int before = 0;
        for (int finer = 0; finer < level; finer++) {
            before += columns(finer) * rows(finer);
        }
        return before;
    }
}
