package dev.roadloop.learning.data;

import dev.roadloop.contracts.LabelledArea;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.mask.RunLengths;
import dev.roadloop.learning.detection.ClassBox;
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

/// Draws images of red and blue rectangles on grey, 128 by 64: two classes that a small network
/// learns in seconds. Where a rectangle is, is an area; of every fourth image that is not known.
public final class Scenes {

    /// Columns of an image.
    public static final int WIDTH = 128;

    /// Rows of it.
    public static final int HEIGHT = 64;

    private Scenes() {}

    /// Writes the images and returns them labelled.
    public static List<Sample> draw(Path folder, int count, long seed) throws IOException {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(new Color(90 + random.nextInt(60), 120, 110));
            graphics.fillRect(0, 0, WIDTH, HEIGHT);
            List<ClassBox> boxes = new ArrayList<>();
            for (int side = 0; side < 2; side++) {
                int width = 16 + random.nextInt(24);
                int height = 12 + random.nextInt(24);
                int left = side * 64 + random.nextInt(64 - width);
                int top = random.nextInt(HEIGHT - height);
                int label = random.nextInt(2);
                graphics.setColor(label == 0 ? new Color(220, 30, 30) : new Color(30, 30, 220));
                graphics.fillRect(left, top, width, height);
                boxes.add(new ClassBox(label, left, top, left + width, top + height));
            }
            graphics.dispose();
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(image, "png", png);
            Path file = folder.resolve(seed + "-" + i + ".png");
            Files.write(file, png.toByteArray());
            samples.add(
                    new Sample(
                            seed + "/" + i,
                            file,
                            Sha256.of(png.toByteArray()),
                            WIDTH,
                            HEIGHT,
                            boxes,
                            i % 4 == 3 ? List.of() : List.of(area(boxes))));
        }
        return samples;
    }

    private static LabelledArea area(List<ClassBox> boxes) {
        RunLengths inside =
                RunLengths.of(
                        HEIGHT,
                        WIDTH,
                        pixel ->
                                boxes.stream()
                                        .anyMatch(box ->
                                                pixel % WIDTH >= box.left()
                                                        && pixel % WIDTH < box.right()
                                                        && pixel / WIDTH >= box.top()
                                                        && pixel / WIDTH < box.bottom()));
        return new LabelledArea(0, inside.text(), null);
    }
}
