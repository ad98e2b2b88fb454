package dev.roadloop.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.contracts.LabelledArea;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.mask.RunLengths;
import dev.roadloop.learning.data.Augmentation.Focused;
import dev.roadloop.learning.data.Augmentation.Made;
import dev.roadloop.learning.detection.ClassBox;
import dev.roadloop.learning.detection.FeatureGrid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

class AugmentationTest {

    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;

    private final Augmentation augmentation = new Augmentation(new FeatureGrid(WIDTH, HEIGHT), 2);

    /// Grey with one green box, which is area 0; of area 1 nothing is known.
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
        RunLengths inside =
                RunLengths.of(
                        HEIGHT,
                        WIDTH,
                        pixel ->
                                pixel % WIDTH >= left
                                        && pixel % WIDTH < right
                                        && pixel / WIDTH >= top
                                        && pixel / WIDTH < bottom);
        return labelled(bgr, List.of(new ClassBox(0, left, top, right, bottom)), inside.text());
    }

    @Property(tries = 200, seed = "20261121")
    void areasStayOnTheirPixels(@ForAll long seed) {
        RandomGenerator random = Chance.at(seed, 0, 3);

        assertAreaIsGreen(augmentation.single(scene(random), random));
        // One green box only: a soft lens would close the gap between two of them.
        int green = random.nextInt(4);
        assertAreaIsGreen(
                augmentation.mosaic(
                        quarter ->
                                quarter == green
                                        ? new Focused(scene(random), 0)
                                        : new Focused(grey(), ClassBox.CROWD),
                        random));
    }

    private static LabelledImage grey() {
        byte[] bgr = new byte[3 * WIDTH * HEIGHT];
        Arrays.fill(bgr, (byte) 90);
        String none = RunLengths.of(HEIGHT, WIDTH, pixel -> false).text();
        return labelled(bgr, List.of(), none);
    }

    private static LabelledImage labelled(byte[] bgr, List<ClassBox> boxes, String area) {
        Sample sample =
                new Sample(
                        "scene",
                        Path.of("scene"),
                        Sha256.of(bgr),
                        WIDTH,
                        HEIGHT,
                        boxes,
                        List.of(new LabelledArea(0, area, null)));
        return new LabelledImage(
                new Raster(WIDTH, HEIGHT, bgr), boxes, AreaRaster.of(sample, 2, WIDTH, HEIGHT));
    }

    /// Around the middle of each cell that is judged, two pixels on: all green is inside, none is
    /// outside. What is both lies at a rim.
    private static void assertAreaIsGreen(Made made) {
        float threshold = threshold(made.canvas());
        int inside = 0;
        for (int row = 1; row < HEIGHT / 4 - 1; row++) {
            for (int column = 1; column < WIDTH / 4 - 1; column++) {
                byte value = made.areas().get(0, column, row);
                assertThat(made.areas().get(1, column, row)).isEqualTo(AreaRaster.UNKNOWN);
                int green = 0;
                for (int pixel = 0; pixel < 25; pixel++) {
                    int y = 4 * row + pixel / 5;
                    int x = 4 * column + pixel % 5;
                    green += greenness(made.canvas(), y, x) > threshold ? 1 : 0;
                }
                if (green == 25) {
                    inside++;
                    assertThat(value).isEqualTo(AreaRaster.INSIDE);
                } else if (green == 0) {
                    assertThat(value).isNotEqualTo(AreaRaster.INSIDE);
                }
            }
        }
        boolean small =
                made.boxes().stream().allMatch(box -> box.width() < 16 || box.height() < 16);
        assertThat(inside > 0 || small).isTrue();
    }

    @Property(tries = 300, seed = "20261121")
    @Tag("slow")
    void aBoxStaysAroundItsPixels(@ForAll long seed) {
        RandomGenerator random = Chance.at(seed, 0, 0);

        Made made = augmentation.single(scene(random), random);

        assertBoxesHoldAllGreen(made, WIDTH, HEIGHT);
    }

    @Property(tries = 300, seed = "20261121")
    @Tag("slow")
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

    @Property(tries = 100, seed = "20261121")
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
