package dev.roadloop.evaluate.detection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.evaluate.coco.CocoFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A COCO set as JSON, made from a seed exactly as `bench/coco/random_sets.py` makes it.
record RandomSets(ObjectNode truth, ArrayNode detections) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static RandomSets make(int seed) {
        SplitMix random = new SplitMix(seed);
        ObjectNode truth = JSON.createObjectNode();
        ArrayNode images = truth.putArray("images");
        int imageCount = 1 + random.below(12);
        for (int i = 0; i < imageCount; i++) {
            images.addObject().put("id", 1000 - 7 * i);
        }
        ArrayNode categories = truth.putArray("categories");
        int categoryCount = 1 + random.below(5);
        for (int k = 0; k < categoryCount; k++) {
            categories.addObject().put("id", 3 * k + 1).put("name", "class " + k);
        }
        int levels = new int[] {2, 10, 1000}[random.below(3)];
        int firstId = random.below(2);
        ArrayNode annotations = truth.putArray("annotations");
        RandomSets set = new RandomSets(truth, JSON.createArrayNode());
        for (JsonNode image : images) {
            int id = image.get("id").asInt();
            int labels = random.below(8);
            for (int i = 0; i < labels; i++) {
                double[] box = box(random);
                int category = 3 * random.below(categoryCount) + 1;
                int crowd = random.unit() < 0.1 ? 1 : 0;
                ObjectNode label = annotations.addObject();
                label.put("id", annotations.size() - 1 + firstId)
                        .put("image_id", id)
                        .put("category_id", category);
                put(label.putArray("bbox"), box);
                label.put("area", box[2] * box[3] * (0.5 + 0.5 * random.unit()))
                        .put("iscrowd", crowd)
                        .put("ignore", random.below(2));
                if (random.unit() < 0.8) {
                    int guesses = 1 + random.below(3);
                    for (int g = 0; g < guesses; g++) {
                        int guess =
                                random.unit() < 0.85
                                        ? category
                                        : 3 * random.below(categoryCount) + 1;
                        set.detect(id, guess, moved(random, box, 0.4), random, levels);
                    }
                }
            }
            int inventions = random.below(12);
            for (int i = 0; i < inventions; i++) {
                set.detect(id, 3 * random.below(categoryCount) + 1, box(random), random, levels);
            }
            if (seed % 10 == 0) {
                for (int i = 0; i < 130; i++) {
                    set.detect(id, 1, box(random), random, levels);
                }
            }
        }
        if (seed % 7 == 0) {
            set.detect(1000, 2, box(random), random, levels);
            stray(annotations, 5000, 3, 1);
            stray(annotations, 5001, 1000, 2);
        }
        return set;
    }

    static ArrayNode perturb(JsonNode truth, int seed) {
        SplitMix random = new SplitMix(seed);
        JsonNode categories = truth.get("categories");
        RandomSets set = new RandomSets(JSON.createObjectNode(), JSON.createArrayNode());
        for (JsonNode a : truth.get("annotations")) {
            int image = a.get("image_id").asInt();
            double[] box = new double[4];
            for (int i = 0; i < 4; i++) {
                box[i] = a.get("bbox").get(i).asDouble();
            }
            if (random.unit() < 0.85) {
                int guesses = 1 + random.below(2);
                for (int g = 0; g < guesses; g++) {
                    int guess =
                            random.unit() < 0.9
                                    ? a.get("category_id").asInt()
                                    : any(categories, random);
                    double[] moved = moved(random, box, 0.3);
                    set.detect(image, guess, moved, 0.3 + 0.7 * random.unit());
                }
            }
            if (random.unit() < 0.5) {
                int guess = any(categories, random);
                double[] invented = box(random);
                set.detect(image, guess, invented, 0.8 * random.unit());
            }
        }
        return set.detections();
    }

    CocoFiles write(Path folder) throws IOException {
        return CocoFiles.read(
                Files.writeString(folder.resolve("truth.json"), truth.toString()),
                List.of(Files.writeString(folder.resolve("found.json"), detections.toString())));
    }

    private static int any(JsonNode categories, SplitMix random) {
        return categories.get(random.below(categories.size())).get("id").asInt();
    }

    private static void stray(ArrayNode annotations, int id, int image, int category) {
        ObjectNode label = annotations.addObject();
        label.put("id", id).put("image_id", image).put("category_id", category);
        label.putArray("bbox").add(1).add(2).add(30).add(40);
        label.put("area", 1200).put("iscrowd", 0);
    }

    private void detect(int image, int category, double[] box, SplitMix random, int levels) {
        detect(image, category, box, (double) random.below(levels) / levels);
    }

    private void detect(int image, int category, double[] box, double score) {
        ObjectNode detection = detections.addObject();
        detection.put("image_id", image).put("category_id", category);
        put(detection.putArray("bbox"), box);
        detection.put("score", score);
    }

    private static void put(ArrayNode array, double[] values) {
        for (double value : values) {
            array.add(value);
        }
    }

    private static double[] box(SplitMix random) {
        double r = random.unit();
        double width = 2 + 200 * r * r;
        double height = width * (0.5 + random.unit());
        return new double[] {500 * random.unit(), 400 * random.unit(), width, height};
    }

    private static double[] moved(SplitMix random, double[] b, double spread) {
        return new double[] {
            b[0] + (random.unit() - 0.5) * spread * b[2],
            b[1] + (random.unit() - 0.5) * spread * b[3],
            b[2] * (1 + (random.unit() - 0.5) * spread),
            b[3] * (1 + (random.unit() - 0.5) * spread)
        };
    }
}
