package dev.roadloop.learning.data;

import dev.roadloop.learning.detection.ClassBox;
import java.util.Optional;

/// Where an image is drawn on a canvas: scaled, perhaps mirrored, moved, and cut to a window.
/// Pixels and boxes go through the same map.
///
/// @param scale canvas pixels per image pixel
/// @param mirrored left and right exchanged before it is moved
/// @param x canvas column of the image's left side
/// @param y canvas row of its upper side
/// @param window what of the canvas is drawn on
record Placement(float scale, boolean mirrored, float x, float y, Window window) {

    /// A part of a canvas.
    record Window(int left, int top, int right, int bottom) {}

    /// A box of which less is left within the window is not what its label says any more.
    private static final float LEAST_SHARE = 0.3f;

    private static final float LEAST_SIDE = 2;

    /// Draws the image; what lies outside of it is left as it is.
    void draw(Raster image, Canvas canvas) {
        int firstColumn = Math.max(window.left(), (int) Math.ceil(x - 0.5f));
        int lastColumn =
                Math.min(window.right(), (int) Math.ceil(x + image.width() * scale - 0.5f));
        int firstRow = Math.max(window.top(), (int) Math.ceil(y - 0.5f));
        int lastRow = Math.min(window.bottom(), (int) Math.ceil(y + image.height() * scale - 0.5f));
        for (int row = firstRow; row < lastRow; row++) {
            float fromY = (row + 0.5f - y) / scale - 0.5f;
            for (int column = firstColumn; column < lastColumn; column++) {
                float fromX = (column + 0.5f - x) / scale;
                float across = mirrored ? image.width() - fromX : fromX;
                sample(image, across - 0.5f, fromY, canvas, row * canvas.width() + column);
            }
        }
    }

    private static void sample(Raster image, float x, float y, Canvas canvas, int target) {
        float inX = Math.clamp(x, 0, image.width() - 1f);
        float inY = Math.clamp(y, 0, image.height() - 1f);
        int left = (int) inX;
        int top = (int) inY;
        int right = Math.min(left + 1, image.width() - 1);
        int bottom = Math.min(top + 1, image.height() - 1);
        float partX = inX - left;
        float partY = inY - top;
        byte[] from = image.bgr();
        int upper = top * image.width();
        int lower = bottom * image.width();
        int a = 3 * (upper + left);
        int b = 3 * (upper + right);
        int c = 3 * (lower + left);
        int d = 3 * (lower + right);
        for (int channel = 0; channel < 3; channel++) {
            float above = mix(from[a + channel], from[b + channel], partX);
            float below = mix(from[c + channel], from[d + channel], partX);
            canvas.set(2 - channel, target, above + (below - above) * partY);
        }
    }

    private static float mix(byte one, byte other, float part) {
        int first = one & 0xff;
        return first + ((other & 0xff) - first) * part;
    }

    /// Where a box of the image comes to lie, unless too little of it is left.
    ///
    /// @param width columns of the image
    Optional<ClassBox> map(ClassBox box, int width) {
        float from = mirrored ? width - box.right() : box.left();
        float to = mirrored ? width - box.left() : box.right();
        float left = Math.max(window.left(), x + scale * from);
        float right = Math.min(window.right(), x + scale * to);
        float top = Math.max(window.top(), y + scale * box.top());
        float bottom = Math.min(window.bottom(), y + scale * box.bottom());
        if (right - left < LEAST_SIDE
                || bottom - top < LEAST_SIDE
                || (right - left) * (bottom - top) < LEAST_SHARE * scale * scale * box.area()) {
            return Optional.empty();
        }
        return Optional.of(new ClassBox(box.label(), left, top, right, bottom));
    }
}
