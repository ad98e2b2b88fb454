package dev.roadloop.freeze;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/// Folders of labels that tests build datasets of.
public final class TestLabels {
    private TestLabels() {}

    /// A folder with a COCO file of two classes: frames of drives, five a drive, each picture
    /// unlike the others.
    public static Path coco(Path folder, long seed, String... drives) {
        try {
            Files.createDirectories(folder);
            StringBuilder images = new StringBuilder();
            StringBuilder boxes = new StringBuilder();
            int id = 0;
            for (String drive : drives) {
                for (int frame = 0; frame < 5; frame++) {
                    id++;
                    String name = drive + " é-" + frame + ".jpg";
                    picture(folder.resolve(name), 64, 48, seed * 1000 + id);
                    images.append(images.isEmpty() ? "" : ",")
                            .append(
                                    String.format(
                                            Locale.ROOT,
                                            "{\"id\":%d,\"file_name\":\"%s\",\"width\":64,\"height\":48,\"drive\":\"%s\",\"date_captured\":\"2026-05-01"
                                                + " 10:%02d:%02d\",\"tags\":[\"night\"]}",
                                            id,
                                            name,
                                            drive,
                                            id / 60,
                                            id % 60));
                    boxes.append(boxes.isEmpty() ? "" : ",")
                            .append(
                                    "{\"id\":%d,\"image_id\":%d,\"category_id\":7,\"bbox\":[1.5,2,10,20.25],\"iscrowd\":%d}"
                                            .formatted(id, id, frame == 4 ? 1 : 0));
                }
            }
            Files.writeString(
                    folder.resolve("labels.json"),
                    "{\"categories\":[{\"id\":7,\"name\":\"car\"},{\"id\":9,\"name\":\"pedestrian\"}],\"images\":["
                            + images
                            + "],\"annotations\":["
                            + boxes
                            + "]}");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same with an area, `road`: as polygons, as runs in both forms, with a region that is not
    /// judged, and a picture without any of it. In others nothing is said of it.
    public static Path cocoWithAreas(Path folder, long seed, String... drives) throws IOException {
        Path file = coco(folder, seed, drives).resolve("labels.json");
        String labels = Files.readString(file);
        Files.writeString(
                file,
                "{"
                        + labels.substring(labels.indexOf("\"images\""), labels.length() - 2)
                        + """
                        ,{"id":101,"image_id":1,"category_id":11,"segmentation":[[0,24,64,24,64,48,0,48]]}
                        ,{"id":102,"image_id":2,"category_id":11,"segmentation":{"counts":"PP1PP1PP1","size":[48,64]}}
                        ,{"id":103,"image_id":3,"category_id":11,"segmentation":{"size":[48,64],"counts":[3000,72]}}
                        ,{"id":104,"image_id":3,"category_id":11,"iscrowd":1,"segmentation":[[0,0,4,0,4,4,0,4]]}
                        ,{"id":105,"image_id":4,"category_id":11,"segmentation":{"size":[48,64],"counts":[3072]}}
                        ],"categories":[{"id":7,"name":"car"},{"id":9,"name":"pedestrian"},{"isthing":0,"id":11,"name":"road"}]}
                        """);
        return folder;
    }

    /// A picture of random patches, long settled by its time.
    public static void picture(Path file, int width, int height, long seed) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        Random random = new Random(seed);
        for (int y = 0; y < height; y += 4) {
            for (int x = 0; x < width; x += 4) {
                pen.setColor(new Color(random.nextInt(1 << 24)));
                pen.fillRect(x, y, 4, 4);
            }
        }
        pen.dispose();
        String format = file.toString().endsWith(".png") ? "png" : "jpg";
        Files.createDirectories(file.resolveSibling("."));
        ImageIO.write(image, format, file.toFile());
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_750_000_000_000L));
    }
}
