package dev.roadloop.evaluate.masks;

import dev.roadloop.domain.CallerException;
import dev.roadloop.evaluate.examples.PagePicture;
import dev.roadloop.evaluate.examples.PictureFile;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the pictures in which a model is wrong about the largest share of pixels of an area, and
/// draws them: green what it found, orange what it missed, red what is not there. Memory: two bits
/// a pixel of [#MOST] pictures. May be offered pictures by several threads; which are kept does not
/// depend on their order.
public final class AreaExamples {
    private static final int MOST = 6;
    private static final int FOUND = 0x00B050;
    private static final int MISSED = 0xFFA000;
    private static final int INVENTED = 0xFF2020;

    private final List<String> areas;
    private final List<Kept> worst = new ArrayList<>();

    /// A picture whose area is drawn.
    ///
    /// @param text what it shows
    /// @param jpeg Base64 of a JPEG; empty when it could not be had
    /// @param note why there is no picture; empty when there is one
    public record AreaExample(String text, String jpeg, String note) {}

    private record Kept(
            int picture, String path, int width, int area, double wrong, BitRows marks) {}

    /// What is drawn at each pixel: two bits, of which one says that it was said to be inside, the
    /// other that it is.
    private static final class BitRows {
        private final byte[] values;

        BitRows(byte[] truth, boolean[] said) {
            values = new byte[(truth.length + 3) / 4];
            for (int i = 0; i < truth.length; i++) {
                int mark = (said[i] ? 1 : 0) | (truth[i] == MaskCounts.INSIDE ? 2 : 0);
                if (truth[i] != MaskCounts.UNKNOWN) {
                    values[i / 4] |= (byte) (mark << 2 * (i % 4));
                }
            }
        }

        int at(int pixel) {
            return values[pixel / 4] >> 2 * (pixel % 4) & 3;
        }
    }

    /// @param areas their names
    public AreaExamples(List<String> areas) {
        this.areas = List.copyOf(areas);
    }

    /// Offers a picture.
    ///
    /// @param truths by area, as [MaskCounts#of] has them
    /// @param said by area: which pixels were said to be inside
    public void offer(
            int picture,
            String path,
            int width,
            List<byte @Nullable []> truths,
            List<boolean[]> said) {
        for (int area = 0; area < areas.size(); area++) {
            byte[] truth = truths.get(area);
            if (truth != null) {
                double wrong = wrong(truth, said.get(area));
                if (wrong > 0) {
                    keep(
                            new Kept(
                                    picture,
                                    path,
                                    width,
                                    area,
                                    wrong,
                                    new BitRows(truth, said.get(area))));
                }
            }
        }
    }

    private static double wrong(byte[] truth, boolean[] said) {
        long wrong = 0;
        long judged = 0;
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] != MaskCounts.UNKNOWN) {
                judged++;
                wrong += said[i] == (truth[i] == MaskCounts.INSIDE) ? 0 : 1;
            }
        }
        return judged == 0 ? 0 : wrong / (double) judged;
    }

    private synchronized void keep(Kept one) {
        worst.add(one);
        worst.sort(
                Comparator.comparingDouble(Kept::wrong)
                        .reversed()
                        .thenComparingInt(Kept::picture)
                        .thenComparingInt(Kept::area));
        if (worst.size() > MOST) {
            worst.removeLast();
        }
    }

    /// Draws those that were kept, the worst first.
    ///
    /// @param folder where the pictures lie
    public synchronized List<AreaExample> draw(Path folder) {
        return worst.stream().map(one -> example(folder, one)).toList();
    }

    private AreaExample example(Path folder, Kept one) {
        String text =
                "%s, %s: wrong about %.2f %% of the pixels"
                        .formatted(one.path(), areas.get(one.area()), 100 * one.wrong());
        try {
            BufferedImage image = PictureFile.read(PictureFile.within(folder, one.path()));
            return new AreaExample(text, encoded(image, one), "");
        } catch (CallerException e) {
            return new AreaExample(text, "", String.valueOf(e.getMessage()));
        }
    }

    private static String encoded(BufferedImage image, Kept one) {
        BufferedImage marked =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                int colour =
                        switch (one.marks().at(y * one.width() + x)) {
                            case 1 -> INVENTED;
                            case 2 -> MISSED;
                            case 3 -> FOUND;
                            default -> rgb;
                        };
                // Half of each: no sum of two halves of a byte leaves it.
                marked.setRGB(x, y, (rgb >> 1 & 0x7F7F7F) + (colour >> 1 & 0x7F7F7F));
            }
        }
        return PagePicture.of(marked, (graphics, scale) -> {});
    }
}
