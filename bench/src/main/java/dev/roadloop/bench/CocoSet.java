package dev.roadloop.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Generated ground truth and detections of the shape of COCO's validation set: classes as unequal
/// as there, boxes of all sizes, full precision in the detections, as detectors print them.
final class CocoSet {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    private final int images;
    private final int categories;
    private final int labelsPerImage;
    private final int detectionsPerImage;
    private final Random random = new Random(1);

    CocoSet(int images, int categories, int labelsPerImage, int detectionsPerImage) {
        this.images = images;
        this.categories = categories;
        this.labelsPerImage = labelsPerImage;
        this.detectionsPerImage = detectionsPerImage;
    }

    void write(Path truth, Path found) throws IOException {
        try (BufferedWriter labels = Files.newBufferedWriter(truth);
                BufferedWriter detections = Files.newBufferedWriter(found)) {
            labels.write("{\"images\": [");
            for (int i = 1; i <= images; i++) {
                labels.write(
                        "%s{\"id\": %d, \"width\": %d, \"height\": %d, \"file_name\": \"%06d.jpg\"}"
                                .formatted(i == 1 ? "" : ",\n", i, WIDTH, HEIGHT, i));
            }
            labels.write("],\n\"categories\": [");
            for (int k = 1; k <= categories; k++) {
                labels.write(
                        "%s{\"id\": %d, \"name\": \"class %d\"}"
                                .formatted(k == 1 ? "" : ",", k, k));
            }
            labels.write("],\n\"annotations\": [");
            detections.write("[");
            int id = 0;
            int found100 = 0;
            for (int image = 1; image <= images; image++) {
                int labelCount = random.nextInt(labelsPerImage * 2 + 1);
                int written = 0;
                for (int l = 0; l < labelCount; l++) {
                    double[] box = box();
                    int category = category();
                    labels.write(
                            "%s{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"bbox\": [%.2f, %.2f, %.2f, %.2f], \"area\": %.2f, \"iscrowd\": %d}"
                                    .formatted(
                                            id == 0 ? "" : ",\n",
                                            ++id,
                                            image,
                                            category,
                                            box[0],
                                            box[1],
                                            box[2],
                                            box[3],
                                            box[2] * box[3] * 0.7,
                                            random.nextInt(80) == 0 ? 1 : 0));
                    for (int guess = random.nextInt(4);
                            guess > 0 && written < detectionsPerImage;
                            guess--) {
                        detection(
                                detections,
                                found100++ == 0,
                                image,
                                random.nextInt(10) == 0 ? category() : category,
                                moved(box),
                                Math.sqrt(random.nextDouble()));
                        written++;
                    }
                }
                for (; written < detectionsPerImage; written++) {
                    double score = random.nextDouble();
                    detection(
                            detections,
                            found100++ == 0,
                            image,
                            category(),
                            box(),
                            score * score * score);
                }
            }
            labels.write("]}\n");
            detections.write("]\n");
        }
    }

    private static void detection(
            BufferedWriter out, boolean first, int image, int category, double[] box, double score)
            throws IOException {
        out.write(first ? "" : ", ");
        out.write("{\"image_id\": " + image + ", \"category_id\": " + category + ", \"bbox\": [");
        out.write(box[0] + ", " + box[1] + ", " + box[2] + ", " + box[3]);
        out.write("], \"score\": " + score + "}");
    }

    /// A third of all objects are of the first class, as people are in COCO.
    private int category() {
        return random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(categories);
    }

    private double[] box() {
        double width = 4 + (WIDTH - 8) * Math.pow(random.nextDouble(), 3);
        double height = Math.min(HEIGHT - 4, width * (0.4 + 1.4 * random.nextDouble()));
        return new double[] {
            random.nextDouble() * (WIDTH - width),
            random.nextDouble() * (HEIGHT - height),
            width,
            height
        };
    }

    private double[] moved(double[] box) {
        return new double[] {
            box[0] + random.nextGaussian() * 0.06 * box[2],
            box[1] + random.nextGaussian() * 0.06 * box[3],
            box[2] * Math.exp(random.nextGaussian() * 0.08),
            box[3] * Math.exp(random.nextGaussian() * 0.08)
        };
    }
}
