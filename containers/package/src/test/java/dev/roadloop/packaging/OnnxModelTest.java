package dev.roadloop.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.areas.AreaGrid;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.detection.BoxDecoder;
import dev.roadloop.learning.detection.FeatureGrid;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.training.TrainedNetwork;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest {

    @TempDir private Path folder;

    @Test
    @Tag("slow")
    void answersAsTheNetworkDoesForAnyWeightsAndAnyNumberOfPictures() throws IOException {
        List<NetworkShape> shapes =
                List.of(
                        new NetworkShape(new FeatureGrid(96, 64), 3, 6, 1, 12),
                        new NetworkShape(new FeatureGrid(64, 96), 1, 3, 0, 5),
                        new NetworkShape(new FeatureGrid(128, 32), 7, 4, 2, 9, 3));
        for (int seed = 0; seed < shapes.size(); seed++) {
            NetworkShape shape = shapes.get(seed);
            BatchMaker maker = new BatchMaker(shape, 1 << 20);
            try (TrainedNetwork network = new TrainedNetwork(shape, Trained.chance(shape, seed))) {
                byte[] onnx = network.onnx(Map.of("roadloop.classes", "[]"));

                assertThat(network.onnx(Map.of("roadloop.classes", "[]"))).isEqualTo(onnx);
                try (OnnxModel model = new OnnxModel(shape, onnx, 1)) {
                    assertThat(model.metadata()).containsEntry("roadloop.classes", "[]");
                    for (int count : new int[] {1, 3}) {
                        Batch batch = maker.plain(noise(shape.grid(), count, seed));

                        Differences found =
                                Differences.of(
                                                network.answer(batch),
                                                model.answer(batch),
                                                Math.max(
                                                        shape.grid().width(),
                                                        shape.grid().height()))
                                        .withAreas(network.areas(batch), model.areas(batch));

                        assertThat(model.areas(batch))
                                .hasSize(count * AreaGrid.over(shape.grid(), shape.areas()).size());
                        assertThat(found.largest()).as(shape + ", " + count).isLessThan(1e-4);
                    }
                }
            }
        }
    }

    @Test
    void aGraphThatChoosesBoxesChoosesWhatTheDecoderDoes() throws IOException {
        // More than a thousand answers, and so few that they are not cut; some sure, or none.
        List<NetworkShape> shapes =
                List.of(
                        new NetworkShape(new FeatureGrid(128, 96), 5, 4, 0, 6),
                        new NetworkShape(new FeatureGrid(64, 32), 2, 3, 0, 5));
        int chosen = 0;
        for (int seed = 0; seed < shapes.size(); seed++) {
            NetworkShape shape = shapes.get(seed);
            Batch batch = new BatchMaker(shape, 1 << 20).plain(noise(shape.grid(), 3, seed));
            for (float least : new float[] {0.02f, 0.5f, 0.999f}) {
                BoxDecoder decoder = new BoxDecoder(shape.grid(), shape.classes(), least, 0.4f, 25);
                try (TrainedNetwork network =
                                new TrainedNetwork(shape, Trained.chance(shape, seed));
                        OnnxModel model =
                                new OnnxModel(shape, network.onnx(Map.of(), decoder), 1)) {
                    assertThat(
                                    Differences.of(network.answer(batch), model.answer(batch), 128)
                                            .largest())
                            .isLessThan(1e-4);
                    List<ChosenBoxes> found = model.chosen(batch);
                    assertThat(found).hasSize(3);
                    for (ChosenBoxes picture : found) {
                        assertThat(picture.differenceFrom(decoder.choose(picture.located()), 128))
                                .as("%s, %s", shape, decoder)
                                .isLessThan(1e-6);
                        chosen += picture.chosen().size();
                    }
                }
            }
        }
        assertThat(chosen).isGreaterThan(50);
    }

    @Test
    void boxesLieInThePictureAndScoresAndAreasAreProbabilities() throws IOException {
        NetworkShape shape = Trained.SHAPE;
        try (TrainedNetwork network = new TrainedNetwork(shape, Trained.chance(shape, 5));
                OnnxModel model = new OnnxModel(shape, network.onnx(Map.of()), 1)) {
            Batch batch = new BatchMaker(shape, 1 << 20).plain(noise(shape.grid(), 2, 9));

            Map<String, float[]> outputs = model.outputs(batch.levels(), 2);

            assertThat(outputs.keySet()).containsExactlyInAnyOrder("boxes", "scores", "areas");
            for (float probability : outputs.get("areas")) {
                assertThat(probability).isBetween(0f, 1f);
            }
            float[] boxes = outputs.get("boxes");
            assertThat(boxes).hasSize(2 * shape.grid().locations() * 4);
            for (int i = 0; i < boxes.length; i++) {
                assertThat(boxes[i]).isBetween(0f, i % 2 == 0 ? 96f : 64f);
            }
            for (float score : outputs.get("scores")) {
                assertThat(score).isBetween(0f, 1f);
            }
        }
    }

    private List<Sample> noise(FeatureGrid grid, int count, long seed) throws IOException {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BufferedImage image =
                    new BufferedImage(grid.width(), grid.height(), BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < grid.height(); y++) {
                for (int x = 0; x < grid.width(); x++) {
                    image.setRGB(x, y, random.nextInt(1 << 24));
                }
            }
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(image, "png", png);
            Path file =
                    Files.write(folder.resolve(seed + "-" + count + "-" + i), png.toByteArray());
            samples.add(
                    new Sample(
                            DatasetSplit.TEST.label() + file.getFileName(),
                            file,
                            Sha256.of(png.toByteArray()),
                            grid.width(),
                            grid.height(),
                            List.of()));
        }
        return samples;
    }
}
