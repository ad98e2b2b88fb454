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

        MaskMeasure measure = new JudgeMasks(4, 255).judge(truth, predicted);

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

        double[] values = new JudgeMasks(4, 255).judge(truth, predicted).of(new int[] {1});

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
