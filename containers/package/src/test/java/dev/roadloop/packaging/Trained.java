package dev.roadloop.packaging;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelledArea;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.mask.RunLengths;
import dev.roadloop.learning.checkpoint.Tensor;
import dev.roadloop.learning.data.BatchLoader;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.LoaderSettings;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.detection.FeatureGrid;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.optimise.LearningRate;
import dev.roadloop.learning.training.Learner;
import dev.roadloop.learning.training.TrainingPlan;
import dev.roadloop.train.DatasetChannel;
import dev.roadloop.train.ModelFile;
import dev.roadloop.train.Provenance;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/// A dataset version of drawn red and blue boxes, and a model that has learnt to tell them apart.
final class Trained {

    static final NetworkShape SHAPE = new NetworkShape(new FeatureGrid(96, 64), 2, 6, 1, 12, 1);
    static final List<String> CLASSES = List.of("red", "blue");
    static final List<String> AREAS = List.of("painted");

    private static final int STEPS = 100;

    private Trained() {}

    static DatasetManifest dataset(Path folder) throws IOException {
        Random random = new Random(4);
        List<DatasetSample> samples = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            DatasetSplit split =
                    i < 40 ? DatasetSplit.TRAIN : i < 48 ? DatasetSplit.VAL : DatasetSplit.TEST;
            samples.add(sample(folder, i, split, random));
        }
        DatasetManifest manifest =
                DatasetManifest.of(new DatasetName("drawn"), false, CLASSES, AREAS, samples);
        Files.writeString(folder.resolve("manifest.json"), Json.text(manifest));
        return manifest;
    }

    private static DatasetSample sample(Path folder, int number, DatasetSplit split, Random random)
            throws IOException {
        BufferedImage image = new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(90 + random.nextInt(60), 120, 110));
        graphics.fillRect(0, 0, 96, 64);
        List<LabelledBox> boxes = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
            int label = random.nextInt(2);
            int width = 14 + random.nextInt(20);
            int height = 14 + random.nextInt(20);
            int left = 48 * side + random.nextInt(48 - width);
            int top = random.nextInt(64 - height);
            graphics.setColor(label == 0 ? new Color(220, 30, 30) : new Color(30, 30, 220));
            graphics.fillRect(left, top, width, height);
            boxes.add(new LabelledBox(label, left, top, width, height, false));
        }
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
                96,
                64,
                split,
                List.of(number % 2 == 0 ? "even" : "odd"),
                "drive-" + split.label(),
                null,
                null,
                "0".repeat(16),
                boxes,
                List.of(new LabelledArea(0, painted(boxes).text(), null)));
    }

    private static RunLengths painted(List<LabelledBox> boxes) {
        return RunLengths.of(
                64,
                96,
                pixel ->
                        boxes.stream()
                                .anyMatch(box ->
                                        pixel % 96 >= box.x()
                                                && pixel % 96 < box.right()
                                                && pixel / 96 >= box.y()
                                                && pixel / 96 < box.bottom()));
    }

    /// Learns for some seconds.
    static Map<String, Tensor> weights(DatasetChannel dataset) throws InterruptedException {
        List<Sample> samples = dataset.samples(DatasetSplit.TRAIN);
        TrainingPlan plan =
                new TrainingPlan(
                        8,
                        1,
                        STEPS,
                        new LearningRate(0.01, 0.0002, 5, STEPS),
                        0.01,
                        10,
                        0.9,
                        0,
                        1,
                        STEPS,
                        STEPS,
                        0,
                        1);
        BatchMaker maker = new BatchMaker(SHAPE, 1 << 24);
        try (Learner learner = new Learner(SHAPE, plan);
                BatchLoader loader =
                        new BatchLoader(maker, samples, new LoaderSettings(8, 1, 0, 0, 1, 2), 0)) {
            for (int step = 0; step < STEPS; step++) {
                learner.accumulate(loader.take(), 1);
                learner.step(plan.rate().at(step));
            }
            return learner.model();
        }
    }

    /// Weights of chance, normalisations that do something included.
    static Map<String, Tensor> chance(NetworkShape shape, long seed) {
        TrainingPlan plan =
                new TrainingPlan(
                        1, 1, 1, new LearningRate(0.1, 0, 0, 1), 0, 1, 0, 0, 0, 1, 1, 0, seed);
        Random random = new Random(seed);
        try (Learner learner = new Learner(shape, plan)) {
            Map<String, Tensor> weights = learner.model();
            weights.replaceAll((name, tensor) -> {
                float[] values = new float[tensor.values().length];
                for (int i = 0; i < values.length; i++) {
                    // Statistics of chance do not fit the signals: smaller weights keep those from
                    // growing from layer to layer, and with them the error of rounding.
                    values[i] =
                            tensor.shape().length > 1
                                    ? 0.6f * tensor.values()[i]
                                    : tensor.values()[i] + 0.5f * (random.nextFloat() - 0.5f);
                }
                return new Tensor(tensor.shape(), values);
            });
            return weights;
        }
    }

    static void write(
            Path file, DatasetManifest trainedOn, List<String> classes, Map<String, Tensor> weights)
            throws IOException {
        Files.createDirectories(file.getParent());
        new ModelFile(
                        SHAPE,
                        classes,
                        AREAS,
                        new Provenance("0123abc", "sha256:ff", trainedOn.version(), 1),
                        STEPS,
                        weights)
                .write(file);
    }
}
