package dev.roadloop.learning.data;

import dev.roadloop.learning.areas.AreaGrid;
import dev.roadloop.learning.data.Placement.Window;
import dev.roadloop.learning.detection.ClassBox;
import dev.roadloop.learning.detection.FeatureGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/// Makes of the images there are others that could be: mirrored, nearer or farther, in other light,
/// and parts of four at a time as a mosaic, each with an object in it. Boxes and areas move with
/// their pixels.
///
/// Source of the mosaic: Bochkovskiy et al., YOLOv4, 2020.
final class Augmentation {

    private static final double LEAST_SCALE = 0.85;
    private static final double MOST_SCALE = 1.3;
    private static final double LEAST_MOSAIC_SCALE = 0.8;
    private static final double MOST_MOSAIC_SCALE = 1.3;

    /// How near an object that is small is brought at most.
    private static final float NEAREST = 2.5f;

    /// Logarithms of the heights, in pixels, that an object is brought to.
    private static final double LEAST_HEIGHT = Math.log(12);

    private static final double MOST_HEIGHT = Math.log(72);

    private final int width;
    private final int height;
    private final AreaGrid areas;

    Augmentation(FeatureGrid input, int areas) {
        this.width = input.width();
        this.height = input.height();
        this.areas = AreaGrid.over(input, areas);
    }

    /// An image, and the class of what its part of a mosaic should show.
    ///
    /// @param label [ClassBox#CROWD] if that is all the same
    record Focused(LabelledImage image, int label) {}

    /// What was made.
    record Made(Canvas canvas, List<ClassBox> boxes, AreaCanvas areas) {}

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
    Made mosaic(IntFunction<Focused> images, RandomGenerator random) {
        int middleX = (int) (width * random.nextDouble(0.3, 0.7));
        int middleY = (int) (height * random.nextDouble(0.3, 0.7));
        List<LabelledImage> drawn = new ArrayList<>();
        List<Placement> placements = new ArrayList<>();
        for (int quarter = 0; quarter < 4; quarter++) {
            Focused focused = images.apply(quarter);
            LabelledImage image = focused.image();
            boolean east = quarter % 2 == 1;
            boolean south = quarter > 1;
            Window window =
                    new Window(
                            east ? middleX : 0,
                            south ? middleY : 0,
                            east ? width : middleX,
                            south ? height : middleY);
            placements.add(placement(focused, window, random));
            drawn.add(image);
        }
        return coloured(place(drawn, placements), random);
    }

    /// Puts an object of the wanted class somewhere into the window, as far as the image reaches.
    private static Placement placement(Focused focused, Window window, RandomGenerator random) {
        Raster raster = focused.image().raster();
        boolean mirrored = random.nextBoolean();
        float x = random.nextFloat();
        float y = random.nextFloat();
        int which = random.nextInt(Integer.MAX_VALUE);
        float scale = (float) random.nextDouble(LEAST_MOSAIC_SCALE, MOST_MOSAIC_SCALE);
        float height = (float) Math.exp(random.nextDouble(LEAST_HEIGHT, MOST_HEIGHT));
        List<ClassBox> wanted =
                focused.label() == ClassBox.CROWD
                        ? List.of()
                        : focused.image().boxes().stream()
                                .filter(box -> box.label() == focused.label())
                                .toList();
        ClassBox box = wanted.isEmpty() ? null : wanted.get(which % wanted.size());
        if (box != null) {
            scale = Math.clamp(height / box.height(), scale, NEAREST * scale);
        }
        float freeX = window.right() - window.left() - raster.width() * scale;
        float freeY = window.bottom() - window.top() - raster.height() * scale;
        float left = freeX * x;
        float top = freeY * y;
        if (box != null) {
            float middle = (box.left() + box.right()) / 2;
            float middleX = scale * (mirrored ? raster.width() - middle : middle);
            float middleY = scale * (box.top() + box.bottom()) / 2;
            left = within(freeX, x * (window.right() - window.left()) - middleX);
            top = within(freeY, y * (window.bottom() - window.top()) - middleY);
        }
        return new Placement(scale, mirrored, window.left() + left, window.top() + top, window);
    }

    private static float within(float free, float wanted) {
        return Math.clamp(wanted, Math.min(0, free), Math.max(0, free));
    }

    private Made place(List<LabelledImage> images, List<Placement> placements) {
        Canvas canvas = new Canvas(width, height);
        AreaCanvas known = new AreaCanvas(areas);
        List<ClassBox> boxes = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            Placement placement = placements.get(i);
            Raster raster = images.get(i).raster();
            placement.draw(raster, canvas);
            placement.draw(images.get(i).areas(), known);
            for (ClassBox box : images.get(i).boxes()) {
                placement.map(box, raster.width()).ifPresent(boxes::add);
            }
        }
        return new Made(canvas, boxes, known);
    }

    private static Made coloured(Made made, RandomGenerator random) {
        new ColourChange(random).apply(made.canvas());
        return made;
    }
}
