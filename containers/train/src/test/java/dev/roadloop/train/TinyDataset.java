package dev.roadloop.train;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelledArea;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.mask.RunLengths;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/// A dataset version of twelve drawn images of 64 by 32 pixels, in a folder.
final class TinyDataset {

    private TinyDataset() {}

    static DatasetManifest write(Path folder, boolean golden) throws IOException {
        Random random = new Random(4);
        List<DatasetSample> samples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            DatasetSplit split =
                    golden || i > 9
                            ? DatasetSplit.TEST
                            : i > 7 ? DatasetSplit.VAL : DatasetSplit.TRAIN;
            samples.add(sample(folder, i, split, random));
        }
        DatasetManifest manifest =
                DatasetManifest.of(
                        new DatasetName("tiny"),
                        golden,
                        List.of("red", "blue"),
                        List.of("painted"),
                        samples);
        Files.writeString(folder.resolve("manifest.json"), Json.text(manifest));
        return manifest;
    }

    private static DatasetSample sample(Path folder, int number, DatasetSplit split, Random random)
            throws IOException {
        BufferedImage image = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.GRAY);
        graphics.fillRect(0, 0, 64, 32);
        int label = number % 2;
        int left = random.nextInt(40);
        int top = random.nextInt(12);
        graphics.setColor(label == 0 ? Color.RED : Color.BLUE);
        graphics.fillRect(left, top, 20, 16);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        String path = "images/drawn/%02d.png".formatted(number);
        Files.createDirectories(folder.resolve(path).getParent());
        Files.write(folder.resolve(path), png.toByteArray());
        return new DatasetSample(
                path,
                Sha256.of(png.toByteArray()),
                "0".repeat(32),
                png.size(),
                64,
                32,
                split,
                List.of(),
                "drive-" + split.label(),
                null,
                null,
                "0".repeat(16),
                List.of(new LabelledBox(label, left, top, 20, 16, false)),
                // Of one picture to learn from, nothing is known.
                number == 3 ? List.of() : List.of(painted(left, top)));
    }

    private static LabelledArea painted(int left, int top) {
        RunLengths inside =
                RunLengths.of(
                        32,
                        64,
                        pixel ->
                                pixel % 64 >= left
                                        && pixel % 64 < left + 20
                                        && pixel / 64 >= top
                                        && pixel / 64 < top + 16);
        return new LabelledArea(0, inside.text(), null);
    }
}
