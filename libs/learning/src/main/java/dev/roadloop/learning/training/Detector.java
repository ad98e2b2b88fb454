package dev.roadloop.learning.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.detection.BoxDecoder;
import dev.roadloop.learning.detection.ClassBox;
import dev.roadloop.learning.detection.Detection;
import dev.roadloop.learning.detection.DetectionAnswer;
import dev.roadloop.learning.network.PerceptionNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds boxes in samples. Not for several threads.
public final class Detector {

    private final PerceptionNetwork network;
    private final BatchMaker maker;
    private final BoxDecoder decoder;

    /// A detector with this network.
    ///
    /// @param maker of batches of the network's shape
    public Detector(PerceptionNetwork network, BatchMaker maker, BoxDecoder decoder) {
        this.network = network;
        this.maker = maker;
        this.decoder = decoder;
    }

    /// What is found in each sample, in pixels of its image, surest first.
    ///
    /// @param samples of one batch
    public List<List<Detection>> detect(List<Sample> samples) {
        try (NDManager step = NDManager.newBaseManager()) {
            NDArray images = maker.plain(samples).images(step);
            DetectionAnswer answer = network.answer(images, false);
            float[] logits = answer.logits().toFloatArray();
            float[] distances = answer.distances().toFloatArray();
            float[] centreness = answer.centreness().toFloatArray();
            List<List<Detection>> found = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++) {
                Sample sample = samples.get(i);
                double scale = maker.scale(sample);
                found.add(
                        decoder
                                .decode(
                                        part(logits, i, samples.size()),
                                        part(distances, i, samples.size()),
                                        part(centreness, i, samples.size()))
                                .stream()
                                .flatMap(detection -> inImage(detection, sample, scale).stream())
                                .toList());
            }
            return found;
        }
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
