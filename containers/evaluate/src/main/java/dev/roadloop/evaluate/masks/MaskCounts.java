package dev.roadloop.evaluate.masks;

import dev.roadloop.domain.CallerException;
import java.awt.image.Raster;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Pixels of one image, per class: how many are of it, how many were said to be, how many both.
public final class MaskCounts {
    /// Of a pixel: that is not known, or not to be judged.
    public static final byte UNKNOWN = 0;

    /// It is not of the class.
    public static final byte OUTSIDE = 1;

    /// It is.
    public static final byte INSIDE = 2;

    private final long[] there;
    private final long[] said;
    private final long[] both;

    private MaskCounts(int classes) {
        there = new long[classes];
        said = new long[classes];
        both = new long[classes];
    }

    /// Counts of classes that may overlap, each judged by itself.
    ///
    /// @param classes how many there are
    /// @param truths by class: what is known of each pixel; null where nothing is
    /// @param said by class: which pixels were said to be of it
    public static MaskCounts of(
            int classes, List<byte @Nullable []> truths, IntFunction<boolean[]> said) {
        MaskCounts counts = new MaskCounts(classes);
        for (int of = 0; of < classes; of++) {
            byte[] truth = truths.get(of);
            if (truth != null) {
                counts.add(of, truth, said.apply(of));
            }
        }
        return counts;
    }

    private void add(int of, byte[] truth, boolean[] guess) {
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] != UNKNOWN) {
                boolean is = truth[i] == INSIDE;
                there[of] += is ? 1 : 0;
                said[of] += guess[i] ? 1 : 0;
                both[of] += is && guess[i] ? 1 : 0;
            }
        }
    }

    /// @param classes how many there are: values 0 to `classes` - 1
    /// @param ignored the value in the truth of pixels that count for nothing; in a prediction it
    ///   is no class, and wrong
    /// @param name of the images, for messages
    /// @param confusion counts each pixel too; one for this image
    static MaskCounts of(
            Raster truth,
            Raster predicted,
            int classes,
            int ignored,
            String name,
            PixelConfusion confusion) {
        if (truth.getWidth() != predicted.getWidth()
                || truth.getHeight() != predicted.getHeight()) {
            throw new CallerException(
                    "%s: expected a prediction of %d x %d pixels, as the truth has, found %d x %d"
                            .formatted(
                                    name,
                                    truth.getWidth(),
                                    truth.getHeight(),
                                    predicted.getWidth(),
                                    predicted.getHeight()));
        }
        MaskCounts counts = new MaskCounts(classes);
        int width = truth.getWidth();
        int[] truthRow = new int[width];
        int[] predictedRow = new int[width];
        for (int y = 0; y < truth.getHeight(); y++) {
            truth.getSamples(0, y, width, 1, 0, truthRow);
            predicted.getSamples(0, y, width, 1, 0, predictedRow);
            for (int x = 0; x < width; x++) {
                if (truthRow[x] != ignored) {
                    int is = known(truthRow[x], classes, name, "truth", x, y);
                    counts.there[is]++;
                    int guess = classes;
                    if (predictedRow[x] != ignored) {
                        guess = known(predictedRow[x], classes, name, "prediction", x, y);
                        counts.said[guess]++;
                        counts.both[is] += guess == is ? 1 : 0;
                    }
                    confusion.count(is, guess);
                }
            }
        }
        return counts;
    }

    long there(int of) {
        return there[of];
    }

    long said(int of) {
        return said[of];
    }

    long both(int of) {
        return both[of];
    }

    private static int known(int value, int classes, String name, String what, int x, int y) {
        if (value >= classes) {
            throw new CallerException(
                    "%s: pixel %d, %d of the %s: expected a class from 0 to %d, found %d; give the number of classes, and the value to ignore"
                            .formatted(name, x, y, what, classes - 1, value));
        }
        return value;
    }
}
