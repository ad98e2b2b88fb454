package dev.roadloop.learning.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.roadloop.learning.areas.AreaGrid;
import dev.roadloop.learning.areas.AreaScore;
import dev.roadloop.learning.areas.AreaTarget;
import dev.roadloop.learning.detection.DetectionTarget;
import dev.roadloop.learning.detection.Targets;
import dev.roadloop.learning.network.NetworkShape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Images and targets of one step, gathered in Java memory. Its slots may be filled side by side.
public final class Batch {

    private final NetworkShape shape;
    private final int images;
    private final byte[] pixels;
    private final float[] oneHot;
    private final float[] distances;
    private final float[] centreness;
    private final float[] judged;
    private final AreaGrid areas;
    private final float[] areaInside;
    private final float[] areaJudged;
    private final @Nullable Batch whole;

    Batch(NetworkShape shape, int images) {
        this(shape, images, null);
    }

    private Batch(NetworkShape shape, int images, @Nullable Batch whole) {
        this.shape = shape;
        this.images = images;
        this.whole = whole;
        int locations = shape.grid().locations();
        pixels = new byte[images * 3 * shape.grid().width() * shape.grid().height()];
        oneHot = new float[images * locations * shape.classes()];
        distances = new float[images * locations * 4];
        centreness = new float[images * locations];
        judged = new float[images * locations];
        areas = AreaGrid.over(shape.grid(), shape.areas());
        areaInside = new float[images * areas.size()];
        areaJudged = new float[images * areas.size()];
    }

    void put(int slot, Canvas canvas, Targets targets, AreaCanvas known) {
        canvas.copyTo(pixels, slot * 3 * canvas.pixels());
        targets.copyTo(slot, oneHot, shape.classes(), distances, centreness, judged);
        known.copyTo(areaInside, areaJudged, slot * areas.size());
    }

    /// This batch in parts of nearly the same size, one behind the other. The losses of parts are
    /// parts of the loss of the whole: they divide by what is in all of it.
    ///
    /// @param parts 1 to the number of images
    public List<Batch> parts(int parts) {
        if (parts < 1 || parts > images) {
            throw new IllegalArgumentException(
                    "expected 1 to %d parts of a batch of so many images, found %d"
                            .formatted(images, parts));
        }
        List<Batch> all = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            all.add(part(part * images / parts, (part + 1) * images / parts));
        }
        return all;
    }

    private Batch part(int from, int to) {
        Batch part = new Batch(shape, to - from, this);
        System.arraycopy(
                pixels, from * (pixels.length / images), part.pixels, 0, part.pixels.length);
        copy(oneHot, from, part.oneHot);
        copy(distances, from, part.distances);
        copy(centreness, from, part.centreness);
        copy(judged, from, part.judged);
        copy(areaInside, from, part.areaInside);
        copy(areaJudged, from, part.areaJudged);
        return part;
    }

    private void copy(float[] all, int from, float[] part) {
        System.arraycopy(all, from * (all.length / images), part, 0, part.length);
    }

    /// Number of images.
    public int images() {
        return images;
    }

    /// The images: (images, 3, rows, columns), float32, red, green, blue, 0 to 1.
    ///
    /// @param manager of the step, which closes the array
    public NDArray images(NDManager manager) {
        Shape size = new Shape(images, 3, shape.grid().height(), shape.grid().width());
        return manager.create(ByteBuffer.wrap(pixels), size, DataType.UINT8)
                .toType(DataType.FLOAT32, false)
                .divi(255);
    }

    /// The images as a packaged model takes them: (images, 3, rows, columns), red, green, blue, 0
    /// to 255.
    public float[] levels() {
        float[] levels = new float[pixels.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = pixels[i] & 0xff;
        }
        return levels;
    }

    /// What a network with areas should answer about them.
    ///
    /// @param manager of the step, which closes the arrays
    public AreaTarget areaTarget(NDManager manager) {
        Shape size = new Shape(images, areas.areas(), areas.rows(), areas.columns());
        return new AreaTarget(
                manager.create(areaInside, size),
                manager.create(areaJudged, size),
                positives(whole().areaJudged));
    }

    /// Adds answers about areas to a score.
    ///
    /// @param logits (images, areas, rows, columns)
    public void score(float[] logits, AreaScore score) {
        score.add(logits, areaInside, areaJudged);
    }

    /// What a network should answer.
    ///
    /// @param manager of the step, which closes the arrays
    public DetectionTarget target(NDManager manager) {
        int locations = shape.grid().locations();
        return new DetectionTarget(
                manager.create(oneHot, new Shape(images, locations, shape.classes())),
                manager.create(distances, new Shape(images, locations, 4)),
                manager.create(centreness, new Shape(images, locations)),
                manager.create(judged, new Shape(images, locations)),
                positives(whole().centreness),
                sum(whole().centreness));
    }

    private Batch whole() {
        return whole == null ? this : whole;
    }

    private static long positives(float[] numbers) {
        long positives = 0;
        for (float number : numbers) {
            positives += number > 0 ? 1 : 0;
        }
        return positives;
    }

    private static double sum(float[] numbers) {
        double sum = 0;
        for (float number : numbers) {
            sum += number;
        }
        return sum;
    }
}
