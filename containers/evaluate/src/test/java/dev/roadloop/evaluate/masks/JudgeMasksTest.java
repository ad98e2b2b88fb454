package dev.roadloop.evaluate.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.domain.CallerException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeMasksTest {
    @TempDir private Path folder;
    private Path truth = Path.of("");
    private Path predicted = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        truth = Files.createDirectory(folder.resolve("truth"));
        predicted = Files.createDirectory(folder.resolve("predicted"));
    }

    @Test
    void unionsAreTakenOverAllImagesAndAbsentClassesLeftOut() throws IOException {
        write(truth, "a.png", 3, 0, 0, 1, 1, 255, 2);
        write(predicted, "a.png", 3, 0, 1, 1, 1, 0, 255);
        write(truth, "b.png", 2, 0, 0);
        write(predicted, "b.png", 2, 0, 2);

        MaskMeasure measure = new JudgeMasks(4, 255).judge(truth, predicted).measure();

        double[] values = measure.of(new int[] {1, 1});
        assertThat(measure.labels()).startsWith("mIoU", "IoU of 0");
        // Class 0: 2 of 4; class 1: 2 of 3; class 2: 0 of 2; class 3 is nowhere.
        assertThat(values[1]).isCloseTo(0.5, within(1e-15));
        assertThat(values[2]).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(values[3]).isZero();
        assertThat(values[4]).isNaN();
        assertThat(values[0]).isCloseTo((0.5 + 2.0 / 3) / 3, within(1e-15));
        assertThat(measure.of(new int[] {0, 3})[1]).isCloseTo(0.5, within(1e-15));
    }

    /// The numbers are `confusion_matrix` of scikit-learn 1.9.1 with the labels 0 to 4, of pixels
    /// that are not 255 in the truth, 255 in the prediction taken for 4. The generator (x =
    /// (1103515245 x + 12345) mod 2³¹, from it bits 16 to 30, first x 20261121) draws for four
    /// masks of 1,200 pixels each first what is there (its remainder by 6: 4 stands for 255, 5 for
    /// 0), then what was said (its remainder by 5: 4 stands for 255).
    @Test
    void confusesAsScikitLearnCounts() throws IOException {
        long state = 20261121;
        for (int image = 0; image < 4; image++) {
            int[] is = new int[1200];
            int[] said = new int[1200];
            for (int i = 0; i < is.length; i++) {
                state = (1103515245 * state + 12345) % (1L << 31);
                int value = (int) (state >> 16) % 6;
                is[i] = value == 4 ? 255 : value % 5;
                state = (1103515245 * state + 12345) % (1L << 31);
                value = (int) (state >> 16) % 5;
                said[i] = value == 4 ? 255 : value;
            }
            write(truth, image + ".png", 40, is);
            write(predicted, image + ".png", 40, said);
        }

        assertThat(new JudgeMasks(4, 255).judge(truth, predicted).confusion().counts())
                .containsExactly(
                        List.of(331L, 320L, 324L, 333L, 345L),
                        List.of(169L, 173L, 160L, 154L, 178L),
                        List.of(174L, 148L, 158L, 171L, 148L),
                        List.of(152L, 145L, 137L, 170L, 150L),
                        List.of(0L, 0L, 0L, 0L, 0L));
    }

    @Test
    void paletteMasksAreReadByIndexNotByColour() throws IOException {
        byte[] colours = {(byte) 200, 10, 90, 40};
        BufferedImage mask =
                new BufferedImage(
                        4,
                        1,
                        BufferedImage.TYPE_BYTE_BINARY,
                        new IndexColorModel(2, 4, colours, colours, colours));
        mask.getRaster().setSamples(0, 0, 4, 1, 0, new int[] {0, 1, 2, 3});
        ImageIO.write(mask, "png", truth.resolve("a.png").toFile());
        write(predicted, "a.png", 4, 0, 1, 2, 3);

        double[] values =
                new JudgeMasks(4, 255).judge(truth, predicted).measure().of(new int[] {1});

        assertThat(Arrays.stream(values)).containsOnly(1.0);
    }

    @Test
    void refusesAMissingPredictionAnotherSizeAnUnknownClassAndColours() throws IOException {
        write(truth, "a.png", 2, 0, 7);
        JudgeMasks judge = new JudgeMasks(3, 255);
        assertThatThrownBy(() -> judge.judge(truth, predicted))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("there is no such picture");
        write(predicted, "a.png", 1, 0, 0);
        assertThatThrownBy(() -> judge.judge(truth, predicted))
                .hasMessageContaining("a.png")
                .hasMessageContaining("2 x 1")
                .hasMessageContaining("1 x 2");
        write(predicted, "a.png", 2, 0, 0);
        assertThatThrownBy(() -> judge.judge(truth, predicted))
                .hasMessageContaining("pixel 1, 0 of the truth")
                .hasMessageContaining("found 7");
        ImageIO.write(
                new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB),
                "png",
                predicted.resolve("a.png").toFile());
        assertThatThrownBy(() -> judge.judge(truth, predicted)).hasMessageContaining("one channel");
        Files.writeString(predicted.resolve("a.png"), "no picture");
        assertThatThrownBy(() -> judge.judge(truth, predicted))
                .hasMessageContaining("expected a JPEG or PNG");
    }

    private static void write(Path folder, String name, int width, int... values)
            throws IOException {
        BufferedImage mask =
                new BufferedImage(width, values.length / width, BufferedImage.TYPE_BYTE_GRAY);
        mask.getRaster().setSamples(0, 0, width, values.length / width, 0, values);
        ImageIO.write(mask, "png", folder.resolve(name).toFile());
    }
}
