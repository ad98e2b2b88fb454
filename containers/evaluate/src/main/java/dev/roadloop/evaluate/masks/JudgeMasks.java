package dev.roadloop.evaluate.masks;

import dev.roadloop.domain.CallerException;
import dev.roadloop.evaluate.examples.PictureFile;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Compares label masks of two folders, pairs by file name: PNGs of one channel, grey or palette,
/// whose values are classes. Holds one pair and one matrix of classes a core at a time; what it
/// keeps of an image is 24 bytes a class.
public final class JudgeMasks {
    private static final int MOST_CLASSES = 1024;

    private final int classes;
    private final int ignored;

    /// @param classes how many there are: values 0 to `classes` - 1
    /// @param ignored the value of pixels that count for nothing, -1 for none
    public JudgeMasks(int classes, int ignored) {
        if (classes < 1 || classes > MOST_CLASSES) {
            throw new IllegalArgumentException(
                    "classes: expected 1 to " + MOST_CLASSES + ", found " + classes);
        }
        this.classes = classes;
        this.ignored = ignored;
    }

    /// Judged masks.
    ///
    /// @param measure intersection over union
    /// @param confusion which pixels are taken for what
    public record Judged(MaskMeasure measure, PixelConfusion confusion) {}

    /// Counts all masks of the truth's folder.
    ///
    /// @throws CallerException when there are none, a prediction is missing, or a mask is not one
    public Judged judge(Path truthFolder, Path predictedFolder) throws IOException {
        List<Path> masks;
        try (Stream<Path> files = Files.list(truthFolder)) {
            masks = files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
        }
        if (masks.isEmpty()) {
            throw new CallerException(
                    truthFolder + ": expected masks that end in .png, found none");
        }
        PixelConfusion all = new PixelConfusion(classes);
        List<MaskCounts> counts =
                masks.parallelStream().map(file -> count(file, predictedFolder, all)).toList();
        return new Judged(
                new MaskMeasure(
                        counts, IntStream.range(0, classes).mapToObj(Integer::toString).toList()),
                all);
    }

    private MaskCounts count(Path file, Path predictedFolder, PixelConfusion all) {
        PixelConfusion confusion = new PixelConfusion(classes);
        MaskCounts counts =
                MaskCounts.of(
                        mask(file),
                        mask(predictedFolder.resolve(file.getFileName())),
                        classes,
                        ignored,
                        file.getFileName().toString(),
                        confusion);
        synchronized (all) {
            all.add(confusion);
        }
        return counts;
    }

    private static Raster mask(Path file) {
        BufferedImage picture = PictureFile.read(file);
        Raster raster = picture.getRaster();
        if (raster.getNumBands() != 1) {
            throw new CallerException(
                    "%s: expected a mask of one channel, found a picture of %d"
                            .formatted(file, raster.getNumBands()));
        }
        return raster;
    }
}
