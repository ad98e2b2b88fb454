package dev.roadloop.learning.data;

import dev.roadloop.learning.data.Placement.Window;
import dev.roadloop.learning.detection.ClassBox;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/// Makes of the images there are others that could be: mirrored, nearer or farther, in other light,
/// and four at a time as a mosaic. Boxes move with their pixels.
///
/// Source of the mosaic: Bochkovskiy et al., YOLOv4, 2020.
final class Augmentation {

    private static final double LEAST_SCALE = 0.75;
    private static final double MOST_SCALE = 1.5;
    private static final double LEAST_MOSAIC_SCALE = 0.6;
    private static final double MOST_MOSAIC_SCALE = 1.2;

    private final int width;
    private final int height;

    Augmentation(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /// What was made.
    record Made(Canvas canvas, List<ClassBox> boxes) {}

    /// The image as a network sees it when nothing is left to chance: its upper left corner is the
    /// canvas's.
    Made plain(LabelledImage image) {
        return place(
                List.of(image),
                List.of(new Placement(1, false, 0, 0, new Window(0, 0, width, height))));
    }

    /// The image changed.
    Made single(LabelledImage image, RandomGenerator random) {
        float scale = (float) random.nextDouble(LEAST_SCALE, MOST_SCALE);
        float freeX = width - image.raster().width() * scale;
        float freeY = height - image.raster().height() * scale;
        Placement placement =
                new Placement(
                        scale,
                        random.nextBoolean(),
                        freeX * random.nextFloat(),
                        freeY * random.nextFloat(),
                        new Window(0, 0, width, height));
        return coloured(place(List.of(image), List.of(placement)), random);
    }

    /// Four images around a point, each cut to its quarter.
    ///
    /// @param images the four
    Made mosaic(IntFunction<LabelledImage> images, RandomGenerator random) {
        int middleX = (int) (width * random.nextDouble(0.3, 0.7));
        int middleY = (int) (height * random.nextDouble(0.3, 0.7));
        List<LabelledImage> drawn = new ArrayList<>();
        List<Placement> placements = new ArrayList<>();
        for (int quarter = 0; quarter < 4; quarter++) {
            LabelledImage image = images.apply(quarter);
            boolean east = quarter % 2 == 1;
            boolean south = quarter > 1;
            Window window =
                    new Window(
                            east ? middleX : 0,
                            south ? middleY : 0,
                            east ? width : middleX,
                            south ? height : middleY);
            float scale = (float) random.nextDouble(LEAST_MOSAIC_SCALE, MOST_MOSAIC_SCALE);
            float freeX = window.right() - window.left() - image.raster().width() * scale;
            float freeY = window.bottom() - window.top() - image.raster().height() * scale;
            placements.add(
                    new Placement(
                            scale,
                            random.nextBoolean(),
                            window.left() + freeX * random.nextFloat(),
                            window.top() + freeY * random.nextFloat(),
                            window));
            drawn.add(image);
        }
        return coloured(place(drawn, placements), random);
    }

    private Made place(List<LabelledImage> images, List<Placement> placements) {
        Canvas canvas = new Canvas(width, height);
        List<ClassBox> boxes = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            Placement placement = placements.get(i);
            Raster raster = images.get(i).raster();
            placement.draw(raster, canvas);
            for (ClassBox box : images.get(i).boxes()) {
                placement.map(box, raster.width()).ifPresent(boxes::add);
            }
        }
        return new Made(canvas, boxes);
    }

    private static Made coloured(Made made, RandomGenerator random) {
        new ColourChange(random).apply(made.canvas());
        return made;
    }
}
