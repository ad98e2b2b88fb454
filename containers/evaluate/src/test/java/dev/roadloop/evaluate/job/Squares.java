package dev.roadloop.evaluate.job;

import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelledArea;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.mask.RunLengths;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import javax.imageio.ImageIO;

/// Datasets of dark pictures with red, green and blue squares on the cells that [TinyOnnx] sees;
/// every third picture is twice as large. Of every second picture it is known which pixels are of
/// which colour.
public final class Squares {
    public static final List<String> CLASSES = List.of("red", "green", "blue");
    static final List<String> AREAS = List.of("red paint", "green paint", "blue paint");

    private Squares() {}

    /// Makes a dataset without areas.
    ///
    /// @param store takes the gold bucket's objects by their keys
    public static DatasetManifest put(
            BiConsumer<String, byte[]> store,
            String name,
            DatasetSplit split,
            int pictures,
            long seed) {
        return put(store, name, split, pictures, seed, List.of());
    }

    /// Makes a dataset.
    ///
    /// @param areas [#AREAS], or none
    static DatasetManifest put(
            BiConsumer<String, byte[]> store,
            String name,
            DatasetSplit split,
            int pictures,
            long seed,
            List<String> areas) {
        Random random = new Random(seed);
        List<DatasetSample> samples = new ArrayList<>();
        for (int i = 0; i < pictures; i++) {
            int scale = i % 3 == 2 ? 2 : 1;
            BufferedImage image = dark(TinyOnnx.SIDE * scale, random);
            List<LabelledBox> boxes = new ArrayList<>();
            for (int row = 1; row < 7; row += 2) {
                int label = random.nextInt(3);
                int cell = TinyOnnx.CELL * scale;
                int x = (1 + random.nextInt(6)) * cell;
                paint(image, x, row * cell, cell, 0xFF0000 >> 8 * label);
                boxes.add(new LabelledBox(label, x, row * cell, cell, cell, false));
            }
            byte[] png = png(image);
            String md5 = md5(png);
            store.accept(DatasetKeys.object(md5), png);
            samples.add(
                    new DatasetSample(
                            "images/%s/%03d.png".formatted(name, i),
                            Sha256.of(png),
                            md5,
                            png.length,
                            image.getWidth(),
                            image.getHeight(),
                            split,
                            List.of(i % 2 == 0 ? "day" : "night"),
                            name + "-drive-" + i,
                            null,
                            null,
                            HexFormat.of().toHexDigits(random.nextLong()),
                            boxes,
                            areas.isEmpty() || i % 2 == 1
                                    ? List.of()
                                    : painted(boxes, image.getWidth())));
        }
        DatasetManifest manifest =
                DatasetManifest.of(
                        new DatasetName(name), split == DatasetSplit.TEST, CLASSES, areas, samples);
        store.accept(
                DatasetKeys.manifest(manifest.name(), manifest.version()), Json.bytes(manifest));
        return manifest;
    }

    private static List<LabelledArea> painted(List<LabelledBox> boxes, int side) {
        List<LabelledArea> areas = new ArrayList<>();
        for (int colour = 0; colour < CLASSES.size(); colour++) {
            int label = colour;
            RunLengths inside =
                    RunLengths.of(
                            side,
                            side,
                            pixel ->
                                    boxes.stream()
                                            .anyMatch(box ->
                                                    box.classIndex() == label
                                                            && pixel % side >= box.x()
                                                            && pixel % side < box.right()
                                                            && pixel / side >= box.y()
                                                            && pixel / side < box.bottom()));
            areas.add(new LabelledArea(colour, inside.text(), null));
        }
        return areas;
    }

    private static BufferedImage dark(int side, Random random) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.setRGB(x, y, random.nextInt(3) * 0x010101);
            }
        }
        return image;
    }

    private static void paint(BufferedImage image, int left, int top, int side, int rgb) {
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                image.setRGB(x, y, rgb);
            }
        }
    }

    private static byte[] png(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
