package dev.roadloop.evaluate.inference;

import dev.roadloop.domain.CallerException;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PictureException;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// A picture as a network takes it, as training shows it plain: scaled to fit, in the upper left
/// corner, grey where there is no picture.
///
/// @param values a plane each of red, green and blue, 0 to 255
/// @param scale pixels of the network's input for each of the picture
/// @param width of the picture
/// @param height of the picture
record ModelInput(FloatBuffer values, double scale, int width, int height) {
    private static final float NOTHING = 114;

    /// Decodes a JPEG or PNG.
    ///
    /// @param name for messages
    /// @throws CallerException if it is none
    static ModelInput of(byte[] encoded, String name, int columns, int rows) {
        try (Picture picture = Picture.decode(encoded)) {
            return of(picture, columns, rows);
        } catch (PictureException e) {
            throw new CallerException(name + ": " + e.getMessage(), e);
        }
    }

    static ModelInput of(Picture picture, int columns, int rows) {
        double scale =
                Math.min(columns / (double) picture.width(), rows / (double) picture.height());
        int across = Math.clamp(Math.round(picture.width() * scale), 1, columns);
        int down = Math.clamp(Math.round(picture.height() * scale), 1, rows);
        float[] values = new float[3 * columns * rows];
        Arrays.fill(values, NOTHING);
        try (Picture scaled = picture.scaled(across, down)) {
            byte[] bgr = scaled.bgr();
            int plane = columns * rows;
            for (int y = 0; y < down; y++) {
                for (int x = 0; x < across; x++) {
                    int from = 3 * (y * across + x);
                    int to = y * columns + x;
                    values[to] = bgr[from + 2] & 0xff;
                    values[plane + to] = bgr[from + 1] & 0xff;
                    values[2 * plane + to] = bgr[from] & 0xff;
                }
            }
        }
        return new ModelInput(FloatBuffer.wrap(values), scale, picture.width(), picture.height());
    }
}
