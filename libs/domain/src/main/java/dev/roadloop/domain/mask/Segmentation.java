package dev.roadloop.domain.mask;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A mask as a file states it: runs, or polygons that still need the size of their image.
public final class Segmentation {
    /// The largest image that masks are laid on, in pixels.
    public static final int MOST_PIXELS = 100_000_000;

    private static final int FEWEST_NUMBERS = 6;

    private final @Nullable RunLengths runs;
    private final List<double[]> polygons;

    private Segmentation(@Nullable RunLengths runs, List<double[]> polygons) {
        this.runs = runs;
        this.polygons = polygons;
    }

    /// Runs, over an image of their size.
    public static Segmentation of(RunLengths runs) {
        return new Segmentation(runs, List.of());
    }

    /// What is inside of any of some polygons.
    ///
    /// @param polygons x and y of each one's corners in turn, to be no longer changed by the caller
    /// @throws IllegalArgumentException when there is none, or one has fewer than three corners
    public static Segmentation of(List<double[]> polygons) {
        if (polygons.isEmpty()) {
            throw new IllegalArgumentException("expected at least one polygon, found none");
        }
        for (double[] corners : polygons) {
            if (corners.length < FEWEST_NUMBERS || corners.length % 2 != 0) {
                throw new IllegalArgumentException(
                        "expected x and y of at least three corners, found "
                                + corners.length
                                + " numbers");
            }
        }
        return new Segmentation(null, new ArrayList<>(polygons));
    }

    /// The polygon around a box: x, y, width and height.
    public static Segmentation ofBox(double[] box) {
        double right = box[0] + box[2];
        double bottom = box[1] + box[3];
        return of(
                List.<double[]>of(
                        new double[] {
                            box[0], box[1], box[0], bottom, right, bottom, right, box[1]
                        }));
    }

    /// The mask on its image.
    ///
    /// @throws IllegalArgumentException when it does not fit the image
    public RunLengths on(int height, int width) {
        if (height < 1 || width < 1 || (long) height * width > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "masks need images with a width and a height of at most %d pixels together, found %d x %d"
                            .formatted(MOST_PIXELS, width, height));
        }
        RunLengths stated = runs;
        if (stated != null) {
            if (stated.height() != height || stated.width() != width) {
                throw new IllegalArgumentException(
                        "expected a mask of %d x %d pixels, as its image, found %d x %d"
                                .formatted(width, height, stated.width(), stated.height()));
            }
            return stated;
        }
        double farthest = 4.0 * Math.max(height, width) + 1000;
        RunLengths mask = RunLengths.of(height, width, new int[] {height * width});
        for (double[] corners : polygons) {
            for (double coordinate : corners) {
                // Written so that NaN fails, too.
                if (!(Math.abs(coordinate) <= farthest)) {
                    throw new IllegalArgumentException(
                            "expected corners near an image of %d x %d pixels, found %s"
                                    .formatted(width, height, coordinate));
                }
            }
            mask = mask.union(PolygonMask.fill(height, width, corners));
        }
        return mask;
    }
}
