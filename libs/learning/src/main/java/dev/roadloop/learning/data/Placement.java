package dev.roadloop.learning.data;

import dev.roadloop.learning.areas.AreaGrid;
import dev.roadloop.learning.detection.ClassBox;
import java.util.Optional;

/// Where an image is drawn on a canvas: scaled, perhaps mirrored, moved, and cut to a window.
/// Pixels, boxes and areas go through the same map.
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
        if (firstColumn >= lastColumn) {
            return;
        }
        Columns columns = columns(image, firstColumn, lastColumn);
        float[] line = new float[3 * image.width()];
        for (int row = firstRow; row < lastRow; row++) {
            float fromY = Math.clamp((row + 0.5f - y) / scale - 0.5f, 0, image.height() - 1f);
            int top = (int) fromY;
            int bottom = Math.min(top + 1, image.height() - 1);
            int stride = 3 * image.width();
            mixRows(image.bgr(), top * stride, bottom * stride, fromY - top, columns, line);
            columns.draw(line, canvas, row * canvas.width() + firstColumn);
        }
    }

    private Columns columns(Raster image, int first, int last) {
        int[] left = new int[last - first];
        float[] part = new float[last - first];
        // The last column of two, so that there always is one to the right.
        int most = Math.max(0, image.width() - 2);
        for (int column = first; column < last; column++) {
            float fromX = (column + 0.5f - x) / scale;
            float across = (mirrored ? image.width() - fromX : fromX) - 0.5f;
            float inX = Math.clamp(across, 0, image.width() - 1f);
            int at = Math.min((int) inX, most);
            left[column - first] = 3 * at;
            part[column - first] = inX - at;
        }
        return new Columns(left, part, image.width() > 1 ? 3 : 0);
    }

    /// Between two rows, as far as columns are made of them.
    private static void mixRows(
            byte[] from, int upper, int lower, float part, Columns columns, float[] to) {
        int end = columns.end();
        for (int i = columns.begin(); i < end; i++) {
            float above = from[upper + i] & 0xff;
            float below = from[lower + i] & 0xff;
            to[i] = above + (below - above) * part;
        }
    }

    /// Which columns of an image those of a canvas are made of.
    ///
    /// @param left for each, where the one to the left begins in a row of three values a pixel
    /// @param part how much the one to the right has, 0 to 1
    /// @param next values from there to the one to the right
    private record Columns(int[] left, float[] part, int next) {

        int begin() {
            return Math.min(left[0], left[left.length - 1]);
        }

        int end() {
            return Math.max(left[0], left[left.length - 1]) + next + 3;
        }

        void draw(float[] line, Canvas canvas, int target) {
            float[] planes = canvas.planes();
            int red = target;
            int green = target + canvas.pixels();
            int blue = target + 2 * canvas.pixels();
            for (int i = 0; i < left.length; i++) {
                int a = left[i];
                int b = a + next;
                float share = part[i];
                planes[blue + i] = line[a] + (line[b] - line[a]) * share;
                planes[green + i] = line[a + 1] + (line[b + 1] - line[a + 1]) * share;
                planes[red + i] = line[a + 2] + (line[b + 2] - line[a + 2]) * share;
            }
        }
    }

    /// Draws what is known of areas, at the cells whose middles lie in the window and the image.
    void draw(AreaRaster image, AreaCanvas canvas) {
        int stride = AreaGrid.STRIDE;
        for (int row = 0; row < canvas.grid().rows(); row++) {
            float middleY = (row + 0.5f) * stride;
            float fromY = (middleY - y) / scale;
            if (middleY < window.top() || middleY >= window.bottom() || fromY < 0) {
                continue;
            }
            for (int column = 0; column < canvas.grid().columns(); column++) {
                float middleX = (column + 0.5f) * stride;
                float fromX = (middleX - x) / scale;
                float across = mirrored ? image.width() - fromX : fromX;
                boolean drawn =
                        middleX >= window.left()
                                && middleX < window.right()
                                && across >= 0
                                && across < image.width()
                                && fromY < image.height();
                for (int area = 0; drawn && area < image.areas(); area++) {
                    canvas.set(area, column, row, image.at(area, (int) across, (int) fromY));
                }
            }
        }
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
