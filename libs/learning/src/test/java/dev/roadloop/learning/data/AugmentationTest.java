package dev.roadloop.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.learning.data.Augmentation.Focused;
import dev.roadloop.learning.data.Augmentation.Made;
import dev.roadloop.learning.detection.ClassBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AugmentationTest {

    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;

    private final Augmentation augmentation = new Augmentation(WIDTH, HEIGHT);

    /// Grey with one green box.
    private static LabelledImage scene(RandomGenerator random) {
        byte[] bgr = new byte[3 * WIDTH * HEIGHT];
        Arrays.fill(bgr, (byte) 90);
        int left = random.nextInt(WIDTH - 60);
        int top = random.nextInt(HEIGHT - 50);
        int right = left + 20 + random.nextInt(40);
        int bottom = top + 20 + random.nextInt(30);
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                bgr[3 * (row * WIDTH + column) + 1] = (byte) 240;
            }
        }
        return new LabelledImage(
                new Raster(WIDTH, HEIGHT, bgr), List.of(new ClassBox(0, left, top, right, bottom)));
    }

    @Property(tries = 300)
    void aBoxStaysAroundItsPixels(@ForAll long seed) {
        RandomGenerator random = Chance.at(seed, 0, 0);

        Made made = augmentation.single(scene(random), random);

        assertBoxesHoldAllGreen(made, WIDTH, HEIGHT);
    }

    @Property(tries = 300)
    void theBoxesOfAMosaicStayAroundTheirPixels(@ForAll long seed) {
        RandomGenerator random = Chance.at(seed, 0, 1);

        Made made = augmentation.mosaic(quarter -> new Focused(scene(random), 0), random);

        float threshold = threshold(made.canvas());
        for (ClassBox box : made.boxes()) {
            int green = 0;
            for (int row = (int) box.top() + 1; row < (int) box.bottom() - 1; row++) {
                for (int column = (int) box.left() + 1; column < (int) box.right() - 1; column++) {
                    green += greenness(made.canvas(), row, column) > threshold ? 1 : 0;
                }
            }
            double inner = inner(box.left(), box.right()) * inner(box.top(), box.bottom());
            assertThat(green).isEqualTo((int) inner);
        }
    }

    @Property(tries = 100)
    void everyPartOfAMosaicShowsWhatItWasDrawnFor(@ForAll long seed) {
        RandomGenerator random = Chance.at(seed, 0, 2);

        Made made = augmentation.mosaic(quarter -> new Focused(scene(random), 0), random);

        // A box at a part's rim may be cut to less than counts.
        assertThat(made.boxes()).hasSizeBetween(1, 4);
    }

    private static double inner(float from, float to) {
        return Math.max(0, ((int) to - 1) - ((int) from + 1));
    }

    private static void assertBoxesHoldAllGreen(Made made, int width, int height) {
        float threshold = threshold(made.canvas());
        List<int[]> green = new ArrayList<>();
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                if (greenness(made.canvas(), row, column) > threshold) {
                    green.add(new int[] {column, row});
                }
            }
        }
        if (made.boxes().isEmpty()) {
            return;
        }
        ClassBox box = made.boxes().getFirst();
        assertThat(green.stream().mapToInt(p -> p[0]).min().orElseThrow())
                .isCloseTo((int) box.left(), within(2));
        assertThat(green.stream().mapToInt(p -> p[0]).max().orElseThrow() + 1)
                .isCloseTo((int) Math.ceil(box.right()), within(2));
        assertThat(green.stream().mapToInt(p -> p[1]).min().orElseThrow())
                .isCloseTo((int) box.top(), within(2));
        assertThat(green.stream().mapToInt(p -> p[1]).max().orElseThrow() + 1)
                .isCloseTo((int) Math.ceil(box.bottom()), within(2));
    }

    private static float greenness(Canvas canvas, int row, int column) {
        int pixel = row * WIDTH + column;
        return canvas.get(1, pixel) - Math.max(canvas.get(0, pixel), canvas.get(2, pixel));
    }

    /// Light and tint were changed, so what counts as green is taken from the canvas. A soft lens
    /// leaves the corner of a box half its green.
    private static float threshold(Canvas canvas) {
        float least = Float.MAX_VALUE;
        float most = -Float.MAX_VALUE;
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                least = Math.min(least, greenness(canvas, row, column));
                most = Math.max(most, greenness(canvas, row, column));
            }
        }
        return least + 0.35f * (most - least);
    }

    @Test
    void anImageShownPlainKeepsItsBytesAndBoxes() {
        LabelledImage scene = scene(Chance.at(3, 0, 0));

        Made made = augmentation.plain(scene);

        assertThat(made.boxes()).isEqualTo(scene.boxes());
        byte[] planes = new byte[3 * WIDTH * HEIGHT];
        made.canvas().copyTo(planes, 0);
        byte[] bgr = scene.raster().bgr();
        for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
            assertThat(planes[pixel]).isEqualTo(bgr[3 * pixel + 2]);
            assertThat(planes[WIDTH * HEIGHT + pixel]).isEqualTo(bgr[3 * pixel + 1]);
        }
    }
}
