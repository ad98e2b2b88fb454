package dev.roadloop.evaluate.robustness;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// What processing and transmission do.
final class DigitalCorruptions {
    private DigitalCorruptions() {}

    /// Values drawn together to their mean.
    ///
    /// @param kept the part of the contrast that is left
    static RgbImage contrast(RgbImage image, double kept) {
        float[] values = image.floats();
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + kept * (values[i] - mean));
        }
        return RgbImage.of(image.width(), image.height(), values);
    }

    /// A bent image, as from heat above a road or a rolling shutter.
    ///
    /// @param most how far pixels move at most
    /// @param period the size of a bend in pixels
    static RgbImage elastic(RgbImage image, double most, double period, SplittableRandom random) {
        int width = image.width();
        int height = image.height();
        Field right = Field.of(width, height, period, 2, random);
        Field down = Field.of(width, height, period, 2, random);
        Sampling sampling = new Sampling(image);
        float[] values = new float[3 * width * height];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double fromX = x + most * (2 * right.at(x, y) - 1);
                double fromY = y + most * (2 * down.at(x, y) - 1);
                for (int channel = 0; channel < 3; channel++) {
                    values[at++] = sampling.at(fromX, fromY, channel);
                }
            }
        }
        return RgbImage.of(width, height, values);
    }

    /// Too few pixels: squares of one colour.
    static RgbImage pixelate(RgbImage image, int side) {
        int width = image.width();
        int height = image.height();
        float[] values = image.floats();
        for (int top = 0; top < height; top += side) {
            for (int left = 0; left < width; left += side) {
                int bottom = Math.min(height, top + side);
                int right = Math.min(width, left + side);
                for (int channel = 0; channel < 3; channel++) {
                    float sum = 0;
                    for (int y = top; y < bottom; y++) {
                        for (int x = left; x < right; x++) {
                            sum += values[3 * (y * width + x) + channel];
                        }
                    }
                    float mean = sum / ((bottom - top) * (right - left));
                    for (int y = top; y < bottom; y++) {
                        for (int x = left; x < right; x++) {
                            values[3 * (y * width + x) + channel] = mean;
                        }
                    }
                }
            }
        }
        return RgbImage.of(width, height, values);
    }

    /// Too little bandwidth: the blocks and rings of JPEG.
    ///
    /// @param quality of the encoder, from 0 to 1
    static RgbImage jpeg(RgbImage image, double quality) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality((float) quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image.toPicture(), null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException("encoding an image in memory failed", e);
        } finally {
            writer.dispose();
        }
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
            return RgbImage.of(picture);
        } catch (IOException e) {
            throw new UncheckedIOException("decoding an image in memory failed", e);
        }
    }
}
