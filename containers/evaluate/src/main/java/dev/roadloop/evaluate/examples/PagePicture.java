package dev.roadloop.evaluate.examples;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.function.ObjDoubleConsumer;
import javax.imageio.ImageIO;

/// Makes pictures of the size that a page shows, as text that can stand in it.
public final class PagePicture {
    private static final int WIDTH = 720;

    private PagePicture() {}

    /// A picture of at most 720 pixels in width.
    ///
    /// @param image what it shows
    /// @param more draws over it; told how many pixels of the page's picture one of `image` takes
    /// @return Base64 of a JPEG
    public static String of(BufferedImage image, ObjDoubleConsumer<Graphics2D> more) {
        return Base64.getEncoder().encodeToString(jpeg(drawn(image, WIDTH, more)));
    }

    /// @param width pixels at most
    static BufferedImage drawn(BufferedImage image, int width, ObjDoubleConsumer<Graphics2D> more) {
        double scale = Math.min(1, (double) width / image.getWidth());
        BufferedImage canvas =
                new BufferedImage(
                        Math.max(1, (int) Math.round(image.getWidth() * scale)),
                        Math.max(1, (int) Math.round(image.getHeight() * scale)),
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = canvas.createGraphics();
        try {
            graphics.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(image, 0, 0, canvas.getWidth(), canvas.getHeight(), null);
            more.accept(graphics, scale);
        } finally {
            graphics.dispose();
        }
        return canvas;
    }

    static byte[] jpeg(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("encoding a picture in memory failed", e);
        }
        return bytes.toByteArray();
    }
}
