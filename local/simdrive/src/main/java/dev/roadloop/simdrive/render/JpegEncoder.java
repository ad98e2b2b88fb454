package dev.roadloop.simdrive.render;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Encodes frames as baseline JPEG.
public final class JpegEncoder {

    private static final float QUALITY = 0.82f;
    private static final DirectColorModel RGB = new DirectColorModel(24, 0xFF0000, 0xFF00, 0xFF);

    private JpegEncoder() {}

    /// The frame as JPEG bytes.
    public static byte[] encode(RenderedFrame frame) {
        int[] pixels = frame.pixels();
        BufferedImage image =
                new BufferedImage(
                        RGB,
                        Raster.createPackedRaster(
                                new DataBufferInt(pixels, pixels.length),
                                frame.width(),
                                frame.height(),
                                frame.width(),
                                RGB.getMasks(),
                                null),
                        false,
                        null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 * 1024);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "encoding a frame of "
                            + frame.width()
                            + " x "
                            + frame.height()
                            + " pixels failed",
                    e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
