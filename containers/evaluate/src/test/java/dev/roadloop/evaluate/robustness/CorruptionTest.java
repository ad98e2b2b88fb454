package dev.roadloop.evaluate.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roadloop.evaluate.examples.PictureFile;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorruptionTest {
    private static final RgbImage SCENE = scene(240, 160);

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void eachSeverityIsWorseThanTheOneBefore(Corruption corruption) {
        degrades(corruption, SCENE);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void realFramesDegradeStepByStepToo(Corruption corruption) throws IOException {
        Path root = Path.of(System.getProperty("roadloop.root", "../.."));
        Path file =
                Path.of(
                                System.getProperty(
                                        "roadloop.testdata",
                                        root.resolve("../shared/data").toString()))
                        .resolve("detection/ut_austin_night/images/frame_00000.jpg");
        assumeTrue(
                Files.exists(file),
                () -> "skipped: no " + file + "; name the data by -Droadloop.testdata=DIR");
        degrades(corruption, RgbImage.of(PictureFile.read(file).getSubimage(270, 180, 320, 200)));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void theSameSeedGivesTheSameImageAndTheInputStaysAsItWas(Corruption corruption) {
        RgbImage copy = RgbImage.of(SCENE.toPicture());

        RgbImage first = corruption.apply(SCENE, 3, 42);

        assertThat(corruption.apply(SCENE, 3, 42)).isEqualTo(first);
        assertThat(SCENE).isEqualTo(copy);
        assertThat(first.width()).isEqualTo(240);
        assertThat(first.height()).isEqualTo(160);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "GAUSSIAN_NOISE",
                "SHOT_NOISE",
                "IMPULSE_NOISE",
                "GLASS_BLUR",
                "MOTION_BLUR",
                "SNOW",
                "FROST",
                "FOG",
                "ELASTIC"
            })
    void anotherSeedGivesAnotherImage(Corruption corruption) {
        assertThat(corruption.apply(SCENE, 3, 1)).isNotEqualTo(corruption.apply(SCENE, 3, 2));
    }

    @ParameterizedTest
    @EnumSource
    void smallAndOddImagesAreSpoiltToo(Corruption corruption) {
        for (int side : new int[] {1, 2, 7}) {
            RgbImage small = scene(side, side + 2);
            assertThat(corruption.apply(small, 5, 1).width()).isEqualTo(side);
        }
    }

    @Test
    void thereAreFifteenOfFourKinds() {
        assertThat(Corruption.values()).hasSize(15);
        assertThat(Corruption.values())
                .extracting(Corruption::kind)
                .contains(CorruptionKind.values());
    }

    @Test
    void refusesASeverityThatIsNotThere() {
        assertThatThrownBy(() -> Corruption.FOG.apply(SCENE, 6, 1))
                .hasMessage("severity: expected 1 to 5, found 6");
    }

    @Test
    void shotNoiseKeepsTheMeanAndGrowsWithLight() {
        float[] grey = new float[3 * 100 * 100];
        Arrays.fill(grey, 0.2f);
        RgbImage dark = RgbImage.of(100, 100, grey);
        Arrays.fill(grey, 0.5f);
        RgbImage light = RgbImage.of(100, 100, grey);

        RgbImage noisyDark = Corruption.SHOT_NOISE.apply(dark, 1, 3);
        RgbImage noisyLight = Corruption.SHOT_NOISE.apply(light, 1, 3);

        assertThat(mean(noisyDark)).isBetween(50.0, 52.0);
        // Variance is mean / photons: 5/2 as large, so 4 dB less.
        assertThat(psnr(dark, noisyDark) - psnr(light, noisyLight)).isBetween(3.5, 4.5);
    }

    private static void degrades(Corruption corruption, RgbImage image) {
        double before = Double.POSITIVE_INFINITY;
        for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
            double psnr = psnr(image, corruption.apply(image, severity, 7));
            assertThat(psnr)
                    .as("PSNR in dB of %s, severity %d", corruption, severity)
                    .isLessThan(before - 0.2);
            before = psnr;
        }
        assertThat(before).as("PSNR of the worst %s", corruption).isBetween(3.0, 32.0);
    }

    /// Peak signal-to-noise ratio of an image of the same size, in dB.
    private static double psnr(RgbImage image, RgbImage other) {
        byte[] values = image.bgr();
        byte[] others = other.bgr();
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double difference = (values[i] & 0xFF) - (others[i] & 0xFF);
            sum += difference * difference;
        }
        return 10 * Math.log10(255.0 * 255.0 * values.length / sum);
    }

    private static double mean(RgbImage image) {
        double sum = 0;
        for (float value : image.floats()) {
            sum += 255 * value;
        }
        return sum / image.floats().length;
    }

    /// A road, a sky and things of many sizes and colours.
    private static RgbImage scene(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setPaint(
                new GradientPaint(0, 0, new Color(90, 130, 190), 0, height, new Color(60, 60, 55)));
        graphics.fillRect(0, 0, width, height);
        Random random = new Random(1);
        for (int i = 0; i < 120; i++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            int side = 2 + random.nextInt(30);
            graphics.fillRect(random.nextInt(width), random.nextInt(height), side, side / 2 + 1);
        }
        graphics.dispose();
        return RgbImage.of(picture);
    }
}
