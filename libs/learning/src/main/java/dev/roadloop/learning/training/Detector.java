package dev.roadloop.learning.training;

import ai.djl.ndarray.NDManager;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.detection.BoxDecoder;
import dev.roadloop.learning.detection.ClassBox;
import dev.roadloop.learning.detection.Detection;
import dev.roadloop.learning.detection.DetectionAnswer;
import dev.roadloop.learning.detection.LocatedBoxes;
import dev.roadloop.learning.network.PerceptionNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds boxes in samples. Not for several threads.
public final class Detector {

    private final Answering model;
    private final BatchMaker maker;
    private final BoxDecoder decoder;

    /// A model, whatever runs it.
    @FunctionalInterface
    public interface Answering {
        /// Boxes and scores of each image of a batch.
        List<LocatedBoxes> answer(Batch batch);
    }

    /// A detector with this model.
    ///
    /// @param maker of batches of the model's shape
    public Detector(Answering model, BatchMaker maker, BoxDecoder decoder) {
        this.model = model;
        this.maker = maker;
        this.decoder = decoder;
    }

    /// A detector with this network.
    ///
    /// @param maker of batches of the network's shape
    public Detector(PerceptionNetwork network, BatchMaker maker, BoxDecoder decoder) {
        this(batch -> answer(network, batch, decoder), maker, decoder);
    }

    /// What a network says of a batch.
    static List<LocatedBoxes> answer(PerceptionNetwork network, Batch batch, BoxDecoder decoder) {
        try (NDManager step = NDManager.newBaseManager()) {
            DetectionAnswer answer = network.answer(batch.images(step), false);
            float[] logits = answer.logits().toFloatArray();
            float[] distances = answer.distances().toFloatArray();
            float[] centreness = answer.centreness().toFloatArray();
            List<LocatedBoxes> located = new ArrayList<>();
            for (int i = 0; i < batch.images(); i++) {
                located.add(
                        decoder.locate(
                                part(logits, i, batch.images()),
                                part(distances, i, batch.images()),
                                part(centreness, i, batch.images())));
            }
            return located;
        }
    }

    /// What is found in each sample, in pixels of its image, surest first.
    ///
    /// @param samples of one batch
    public List<List<Detection>> detect(List<Sample> samples) {
        List<LocatedBoxes> located = model.answer(maker.plain(samples));
        List<List<Detection>> found = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            double scale = maker.scale(sample);
            found.add(
                    decoder.choose(located.get(i)).stream()
                            .flatMap(detection -> inImage(detection, sample, scale).stream())
                            .toList());
        }
        return found;
    }

    private static float[] part(float[] all, int index, int parts) {
        int length = all.length / parts;
        return Arrays.copyOfRange(all, index * length, (index + 1) * length);
    }

    private static List<Detection> inImage(Detection detection, Sample sample, double scale) {
        ClassBox box = detection.box();
        float left = (float) (box.left() / scale);
        float top = (float) (box.top() / scale);
        float right = (float) Math.min(sample.width(), box.right() / scale);
        float bottom = (float) Math.min(sample.height(), box.bottom() / scale);
        return right > left && bottom > top
                ? List.of(
                        new Detection(
                                new ClassBox(box.label(), left, top, right, bottom),
                                detection.score()))
                : List.of();
    }
}
