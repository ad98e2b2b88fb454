package dev.roadloop.evaluate.masks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Which pixels are taken for what: counts by what is there (rows) and what was said (columns), the
/// classes in their order, and last that it is none of them.
///
/// Classes that may overlap, and of which some may not be known at a pixel, are counted as far as
/// they are known. A pixel counts in the row of each class that it is of; there in the column of
/// that class if it was said to be of it, in that of another class if it was said to be of it and
/// is not, and else in the last one. So only what is off the diagonal is wrong, and of classes that
/// exclude each other it is the confusion matrix as everywhere.
///
/// Not thread-safe. Memory: eight bytes a field.
public final class PixelConfusion {
    /// The name of what is none of the classes.
    public static final String NONE = "none";

    private final long[][] counts;

    /// Of no pixel yet.
    ///
    /// @param classes how many there are
    public PixelConfusion(int classes) {
        counts = new long[classes + 1][classes + 1];
    }

    /// Counts one image with classes that may overlap.
    ///
    /// @param truths by class: what is known of each pixel, as in [MaskCounts]; null where nothing
    ///   is
    /// @param said by class: which pixels were said to be of it
    public static PixelConfusion of(List<byte @Nullable []> truths, IntFunction<boolean[]> said) {
        PixelConfusion counted = new PixelConfusion(truths.size());
        int[] classes = new int[truths.size()];
        byte[][] known = new byte[truths.size()][];
        boolean[][] guesses = new boolean[truths.size()][];
        int judged = 0;
        for (int of = 0; of < truths.size(); of++) {
            byte[] truth = truths.get(of);
            if (truth != null) {
                classes[judged] = of;
                known[judged] = truth;
                guesses[judged++] = said.apply(of);
            }
        }
        int pixels = judged == 0 ? 0 : known[0].length;
        byte[] is = new byte[judged];
        boolean[] guess = new boolean[judged];
        for (int i = 0; i < pixels; i++) {
            for (int k = 0; k < judged; k++) {
                is[k] = known[k][i];
                guess[k] = guesses[k][i];
            }
            counted.pixel(classes, is, guess);
        }
        return counted;
    }

    private void pixel(int[] classes, byte[] is, boolean[] guess) {
        boolean anyKnown = false;
        boolean anyInside = false;
        for (int k = 0; k < is.length; k++) {
            anyKnown |= is[k] != MaskCounts.UNKNOWN;
            if (is[k] == MaskCounts.INSIDE) {
                anyInside = true;
                row(classes[k], k, classes, is, guess);
            }
        }
        if (anyKnown && !anyInside) {
            row(counts.length - 1, -1, classes, is, guess);
        }
    }

    /// @param own the class of the row, as a position in `classes`; -1 for none
    private void row(int row, int own, int[] classes, byte[] is, boolean[] guess) {
        boolean any = false;
        for (int k = 0; k < is.length; k++) {
            if (guess[k] && (k == own || is[k] == MaskCounts.OUTSIDE)) {
                counts[row][classes[k]]++;
                any = true;
            }
        }
        if (!any) {
            counts[row][counts.length - 1]++;
        }
    }

    /// Counts one pixel of classes that exclude each other.
    ///
    /// @param is what is there
    /// @param said what was said; the number of classes for none of them
    void count(int is, int said) {
        counts[is][said]++;
    }

    /// Adds what another counted.
    public void add(PixelConfusion other) {
        for (int row = 0; row < counts.length; row++) {
            for (int column = 0; column < counts.length; column++) {
                counts[row][column] += other.counts[row][column];
            }
        }
    }

    /// By what is there, then by what was said.
    public List<List<Long>> counts() {
        List<List<Long>> rows = new ArrayList<>();
        for (long[] row : counts) {
            rows.add(Arrays.stream(row).boxed().toList());
        }
        return rows;
    }
}
