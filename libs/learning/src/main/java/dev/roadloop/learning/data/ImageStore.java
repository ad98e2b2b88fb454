package dev.roadloop.learning.data;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TransientException;
import dev.roadloop.learning.detection.ClassBox;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// Reads images scaled to fit the network's input. Keeps them, once scaled, while they fit into its
/// memory; what does not fit is decoded again. For any number of threads.
public final class ImageStore {

    private static final long LARGEST_FILE = 256L << 20;

    private final int width;
    private final int height;
    private final int areas;
    private final AtomicLong left;
    private final ConcurrentMap<String, LabelledImage> kept = new ConcurrentHashMap<>();

    /// A store that keeps nothing yet.
    ///
    /// @param width columns that images must fit into
    /// @param height rows likewise
    /// @param areas how many kinds of areas there are
    /// @param memory bytes of pixels and areas that may be kept
    ImageStore(int width, int height, int areas, long memory) {
        this.width = width;
        this.height = height;
        this.areas = areas;
        this.left = new AtomicLong(memory);
    }

    /// The image scaled to fit, its boxes with it.
    ///
    /// @throws CallerException if the file is not there, not what its digest says, no image, or of
    ///   another size than its labels say
    LabelledImage load(Sample sample) {
        LabelledImage known = kept.get(sample.id());
        if (known != null) {
            return known;
        }
        LabelledImage image = read(sample);
        long bytes = (long) image.raster().bgr().length + image.areas().bytes();
        boolean fits = left.addAndGet(-bytes) >= 0;
        if (!fits || kept.putIfAbsent(sample.id(), image) != null) {
            left.addAndGet(bytes);
        }
        return image;
    }

    /// How much an image of a sample is scaled.
    double scale(Sample sample) {
        return Math.min(width / (double) sample.width(), height / (double) sample.height());
    }

    private LabelledImage read(Sample sample) {
        try (Picture picture = Picture.decode(bytes(sample))) {
            if (picture.width() != sample.width() || picture.height() != sample.height()) {
                throw new CallerException(
                        "sample %s: labels are for an image of %dx%d, but %s has %dx%d"
                                .formatted(
                                        sample.id(),
                                        sample.width(),
                                        sample.height(),
                                        sample.image(),
                                        picture.width(),
                                        picture.height()));
            }
            double scale = scale(sample);
            int columns = Math.clamp(Math.round(sample.width() * scale), 1, width);
            int rows = Math.clamp(Math.round(sample.height() * scale), 1, height);
            try (Picture scaled = picture.scaled(columns, rows)) {
                return new LabelledImage(
                        new Raster(columns, rows, scaled.bgr()),
                        boxes(sample, columns, rows),
                        AreaRaster.of(sample, areas, columns, rows));
            }
        } catch (PictureException e) {
            throw new CallerException(
                    "sample %s: %s: %s".formatted(sample.id(), sample.image(), e.getMessage()), e);
        }
    }

    private static List<ClassBox> boxes(Sample sample, int columns, int rows) {
        float x = columns / (float) sample.width();
        float y = rows / (float) sample.height();
        return sample.boxes().stream()
                .map(box ->
                        new ClassBox(
                                box.label(),
                                box.left() * x,
                                box.top() * y,
                                box.right() * x,
                                box.bottom() * y))
                .toList();
    }

    private static byte[] bytes(Sample sample) {
        try {
            long size = Files.size(sample.image());
            if (size > LARGEST_FILE) {
                throw new CallerException(
                        "sample %s: expected an image of at most %d bytes, %s has %d"
                                .formatted(sample.id(), LARGEST_FILE, sample.image(), size));
            }
            byte[] bytes = Files.readAllBytes(sample.image());
            Sha256 found = Sha256.of(bytes);
            if (!found.equals(sample.digest())) {
                throw new CallerException(
                        "sample %s: %s has the SHA-256 %s, the dataset says %s; fetch it again"
                                .formatted(sample.id(), sample.image(), found, sample.digest()));
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new CallerException(
                    "sample %s: there is no image %s".formatted(sample.id(), sample.image()), e);
        } catch (IOException e) {
            throw new TransientException(
                    "sample %s: %s cannot be read: %s"
                            .formatted(sample.id(), sample.image(), e.getMessage()),
                    e);
        }
    }
}
