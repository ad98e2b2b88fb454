package dev.roadloop.evaluate.coco;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.mask.RunLengths;
import dev.roadloop.domain.mask.Segmentation;
import java.util.List;

/// Masks by index, each on the pixels of its image.
public final class Masks {
    private final RunLengths[] masks;

    private Masks(RunLengths[] masks) {
        this.masks = masks;
    }

    /// Lays masks on their images; those of unknown images are left empty.
    ///
    /// @param images the position of each one's image, negative for none
    /// @param section file and section, for messages
    /// @throws CallerException when a mask does not fit its image
    static Masks of(
            List<Segmentation> stated, int[] images, List<ImageEntry> entries, String section) {
        RunLengths[] masks = new RunLengths[stated.size()];
        for (int i = 0; i < masks.length; i++) {
            masks[i] =
                    images[i] < 0
                            ? RunLengths.of(0, 0, new int[0])
                            : laid(
                                    stated.get(i),
                                    entries.get(images[i]),
                                    "%s[%d].segmentation".formatted(section, i));
        }
        return new Masks(masks);
    }

    private static RunLengths laid(Segmentation stated, ImageEntry image, String where) {
        if (image.height() < 1 || image.width() < 1) {
            throw new CallerException(
                    where
                            + ": masks need images with a width and a height, found one without;"
                            + " add them to the ground truth's images");
        }
        try {
            return stated.on(image.height(), image.width());
        } catch (IllegalArgumentException e) {
            throw new CallerException(where + ": " + e.getMessage(), e);
        }
    }

    /// The number of pixels of mask `i`.
    public long area(int i) {
        return masks[i].area();
    }

    /// Intersection over union of mask `i` with mask `j` of `others`, of the same image; with a
    /// crowd region as the other, the divisor is the area of mask `i` alone.
    public double overlap(int i, Masks others, int j, boolean crowd) {
        RunLengths one = masks[i];
        RunLengths other = others.masks[j];
        long common = one.common(other);
        if (common == 0) {
            return 0;
        }
        long area = one.area();
        return (double) common / (crowd ? area : area + other.area() - common);
    }

    double[] bounds(int i) {
        return masks[i].bounds();
    }
}
