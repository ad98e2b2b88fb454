package dev.roadloop.domain.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RunLengthsTest {

    /// Written by pycocotools 2.0.11, for a mask of 90 rows and 130 columns.
    private static final String OF_PYCOCOTOOLS =
            "QR72^2:F:F9N30O10000O100O10000O100O10000O11O1O1O1O001O1O1O1O1O1O1O1O1O1O0000000000"
                    + "0000000000O10000000000";

    @Test
    void textIsWhatPycocotoolsWrites() {
        assertThat(RunLengths.parse(90, 130, OF_PYCOCOTOOLS).text()).isEqualTo(OF_PYCOCOTOOLS);
    }

    @Test
    void runsGoDownTheColumns() {
        // . #
        // # #
        // . #
        RunLengths mask = RunLengths.of(3, 2, pixel -> pixel == 2 || pixel % 2 == 1);

        assertThat(mask.area()).isEqualTo(4);
        assertThat(mask.text()).isEqualTo(RunLengths.of(3, 2, new int[] {1, 1, 1, 3}).text());
        assertThat(mask.bounds()).containsExactly(0, 0, 2, 3);
    }

    @Property(tries = 200, seed = "20261121")
    void pixelsComeBackFromTheText(
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 0, max = 20) int share,
            @ForAll long seed) {
        byte[] pixels = new byte[height * width];
        Random random = new Random(seed);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (random.nextInt(20) < share ? 1 : 0);
        }
        RunLengths mask = RunLengths.of(height, width, pixel -> pixels[pixel] == 1);

        byte[] painted = new byte[pixels.length];
        RunLengths.parse(height, width, mask.text()).paint(painted, (byte) 1);

        assertThat(painted).isEqualTo(pixels);
    }

    @Test
    void aMaskClaimsNoMemoryThatItsRunsDoNot() {
        assertThatThrownBy(() -> RunLengths.parse(1_000_000, 1_000_000, "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000000 x 1000000 pixels, found runs over 1");
        assertThatThrownBy(() -> RunLengths.of(2, 2, new int[] {4}).paint(new byte[3], (byte) 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void polygonsAreFilledWithinTheirImage() {
        Segmentation triangle = Segmentation.of(List.<double[]>of(new double[] {0, 0, 8, 0, 0, 8}));
        assertThat(triangle.on(10, 10).area()).isBetween(28L, 36L);
        assertThat(Segmentation.ofBox(new double[] {-5, -5, 10, 10}).on(10, 10).area())
                .isEqualTo(25);
        assertThatThrownBy(() -> triangle.on(20_000, 20_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 100000000 pixels");
    }
}
