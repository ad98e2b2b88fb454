package dev.roadloop.evaluate.examples;

import dev.roadloop.domain.CallerException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Reads a picture whose size was checked before.
public final class PictureFile {
    private static final long MOST_PIXELS = 100_000_000;

    private PictureFile() {}

    /// Decodes a JPEG or PNG of at most 100 megapixels.
    ///
    /// @throws CallerException when the file is missing, no picture, too large or damaged
    public static BufferedImage read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CallerException(file + ": there is no such picture");
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new CallerException(file + ": expected a JPEG or PNG, found neither");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MOST_PIXELS) {
                    throw new CallerException(
                            "%s: expected at most %d pixels, found %d"
                                    .formatted(file, MOST_PIXELS, pixels));
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new CallerException(file + ": the picture is damaged: " + e.getMessage(), e);
        }
    }

    /// The file that a name in a ground truth means.
    ///
    /// @throws CallerException when it lies outside the folder
    public static Path within(Path folder, String name) {
        Path file = folder.resolve(name).normalize();
        if (name.isEmpty() || !file.startsWith(folder.normalize())) {
            throw new CallerException(
                    "file_name: expected a file within %s, found \"%s\"".formatted(folder, name));
        }
        return file;
    }
}
