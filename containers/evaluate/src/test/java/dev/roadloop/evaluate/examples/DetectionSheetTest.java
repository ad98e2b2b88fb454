package dev.roadloop.evaluate.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.evaluate.coco.CocoFiles;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tiles of 480x270 in three columns, six pixels apart, below a legend of 26.
class DetectionSheetTest {
    private static final int WIDTH = 3 * 486 + 6;

    @TempDir private Path folder;

    @Test
    void eachPictureHasWhatWasFoundMissedConfusedAndInventedInItsColour() throws IOException {
        picture(0);

        BufferedImage sheet =
                sheet(
                        1,
                        """
                        {"id": 1, "image_id": 0, "category_id": 1, "bbox": [100, 20, 200, 40], "area": 8000},
                        {"id": 2, "image_id": 0, "category_id": 1, "bbox": [100, 160, 200, 40], "area": 8000},
                        {"id": 3, "image_id": 0, "category_id": 1, "bbox": [500, 160, 200, 40], "area": 8000}\
                        """,
                        """
                        {"image_id": 0, "category_id": 1, "bbox": [100, 20, 200, 40], "score": 0.9},
                        {"image_id": 0, "category_id": 2, "bbox": [100, 160, 200, 40], "score": 0.8},
                        {"image_id": 0, "category_id": 1, "bbox": [500, 300, 200, 40], "score": 0.7},
                        {"image_id": 0, "category_id": 1, "bbox": [10, 400, 50, 40], "score": 0.1}\
                        """);

        assertThat(sheet.getWidth()).isEqualTo(WIDTH);
        assertThat(sheet.getHeight()).isEqualTo(26 + 276);
        // The pictures are of 960x540, so half as large here; a box's lower edge has no label.
        assertThat(colour(sheet, 100, 30)).isEqualTo("found");
        assertThat(colour(sheet, 100, 100)).isEqualTo("confused");
        assertThat(colour(sheet, 300, 100)).isEqualTo("missed");
        assertThat(colour(sheet, 300, 170)).isEqualTo("invented");
        assertThat(colour(sheet, 18, 220)).as("below the least score").isEqualTo("nothing");
    }

    @Test
    void ofManyPicturesItShowsTwelveSpreadEvenly() throws IOException {
        for (int image = 0; image < 30; image += 5) {
            picture(image);
            picture(image + 2);
        }

        assertThat(sheet(30, "", "").getHeight()).isEqualTo(26 + 4 * 276);
    }

    @Test
    void aPictureThatIsNotThereIsALineOfText() throws IOException {
        assertThat(sheet(4, "", "").getHeight()).isEqualTo(26 + 2 * (26 + 6));
    }

    private void picture(int image) throws IOException {
        ImageIO.write(
                new BufferedImage(960, 540, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve(image + ".png").toFile());
    }

    private BufferedImage sheet(int images, String labels, String found) throws IOException {
        String list =
                IntStream.range(0, images)
                        .mapToObj(i -> "{\"id\": %d, \"file_name\": \"%d.png\"}".formatted(i, i))
                        .collect(Collectors.joining(","));
        Path truth =
                Files.writeString(
                        folder.resolve("truth.json"),
                        """
                        {"images": [%s], "categories": [{"id": 1, "name": "car"}, {"id": 2, "name": "bus"}],
                         "annotations": [%s]}
                        """
                                .formatted(list, labels));
        Path detections = Files.writeString(folder.resolve("found.json"), "[" + found + "]");
        CocoFiles files = CocoFiles.read(truth, List.of(detections));
        byte[] jpeg =
                new DetectionSheet(files.truth(), files.detections().getFirst(), 0.5, 0.5)
                        .jpeg(folder);
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    /// The colour at a place of the first picture; JPEG blurs it.
    private static String colour(BufferedImage sheet, int x, int y) {
        Color at = new Color(sheet.getRGB(6 + x, 26 + y));
        if (at.getRed() < 60 && at.getGreen() < 60 && at.getBlue() < 60) {
            return "nothing";
        }
        if (at.getRed() > 120) {
            return at.getGreen() > 90 ? "missed" : "invented";
        }
        return at.getBlue() > at.getGreen() ? "confused" : "found";
    }
}
