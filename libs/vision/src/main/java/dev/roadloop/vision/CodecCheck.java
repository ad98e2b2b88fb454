package dev.roadloop.vision;

import java.util.Arrays;
import java.util.Collection;

/// Compares pictures outside boxes: what redaction changed there beyond what the codec changes.
public final class CodecCheck {

    private CodecCheck() {}

    /// Largest difference of a colour value at any pixel that is in no box.
    ///
    /// @return 0 to 255; 0 if the boxes cover everything
    /// @throws IllegalArgumentException if the pictures differ in size
    public static int largestDifference(Picture before, Picture after, Collection<PixelBox> boxes) {
        if (before.width() != after.width() || before.height() != after.height()) {
            throw new IllegalArgumentException(
                    "expected pictures of the same size, found %dx%d and %dx%d"
                            .formatted(
                                    before.width(), before.height(),
                                    after.width(), after.height()));
        }
        byte[] a = before.bgr();
        byte[] b = after.bgr();
        int width = before.width();
        boolean[] inside = new boolean[width * before.height()];
        for (PixelBox box : boxes) {
            for (int y = box.y(); y < Math.min(box.bottom(), before.height()); y++) {
                Arrays.fill(
                        inside,
                        y * width + box.x(),
                        y * width + Math.min(box.right(), width),
                        true);
            }
        }
        int most = 0;
        for (int i = 0; i < a.length; i++) {
            if (!inside[i / 3]) {
                most = Math.max(most, Math.abs((a[i] & 0xff) - (b[i] & 0xff)));
            }
        }
        return most;
    }
}
