package dev.roadloop.packaging;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.roadloop.domain.InternalException;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.detection.LocatedBoxes;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.network.OnnxExport;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A packaged model in ONNX Runtime. A network of PyTorch must have been made before the first one,
/// see [dev.roadloop.learning.training.TrainedNetwork]. Not for several threads.
final class OnnxModel implements AutoCloseable {

    private final NetworkShape shape;
    private final OrtEnvironment environment;
    private final OrtSession.SessionOptions options;
    private final OrtSession session;

    /// @param threads that compute one answer
    OnnxModel(NetworkShape shape, byte[] onnx, int threads) {
        this.shape = shape;
        environment = OrtEnvironment.getEnvironment();
        options = new OrtSession.SessionOptions();
        try {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            session = environment.createSession(onnx, options);
        } catch (OrtException e) {
            options.close();
            throw new InternalException("ONNX Runtime refuses the model: " + e.getMessage(), e);
        }
    }

    /// Boxes and scores of each image of a batch.
    List<LocatedBoxes> answer(Batch batch) {
        return located(outputs(batch.levels(), batch.images()), batch.images());
    }

    private static List<LocatedBoxes> located(Map<String, float[]> outputs, int images) {
        float[] boxes = named(outputs, OnnxExport.BOXES);
        float[] scores = named(outputs, OnnxExport.SCORES);
        List<LocatedBoxes> located = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            located.add(new LocatedBoxes(part(boxes, i, images), part(scores, i, images)));
        }
        return located;
    }

    /// How probably each cell of each image of a batch belongs to each area, one after another;
    /// none if the model has no areas.
    float[] areas(Batch batch) {
        return shape.areas() == 0
                ? new float[0]
                : named(outputs(batch.levels(), batch.images()), OnnxExport.AREAS);
    }

    /// What a graph with suppression chose of each image of a batch.
    List<ChosenBoxes> chosen(Batch batch) {
        Map<String, float[]> outputs = outputs(batch.levels(), batch.images());
        float[] counts = named(outputs, OnnxExport.COUNTS);
        float[] boxes = named(outputs, OnnxExport.CHOSEN_BOXES);
        float[] scores = named(outputs, OnnxExport.CHOSEN_SCORES);
        float[] classes = named(outputs, OnnxExport.CHOSEN_CLASSES);
        List<LocatedBoxes> located = located(outputs, batch.images());
        List<ChosenBoxes> chosen = new ArrayList<>();
        int room = scores.length / batch.images();
        for (int i = 0; i < batch.images(); i++) {
            chosen.add(
                    new ChosenBoxes(
                            located.get(i),
                            ChosenBoxes.read((int) counts[i], i * room, boxes, scores, classes)));
        }
        return chosen;
    }

    /// All outputs by name.
    ///
    /// @param levels (images, 3, rows, columns), 0 to 255
    Map<String, float[]> outputs(float[] levels, int images) {
        long[] size = {images, 3, shape.grid().height(), shape.grid().width()};
        try (OnnxTensor input =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(levels), size);
                OrtSession.Result result = session.run(Map.of(OnnxExport.IMAGES, input))) {
            Map<String, float[]> outputs = new LinkedHashMap<>();
            for (Map.Entry<String, ?> entry : result) {
                if (entry.getValue() instanceof OnnxTensor tensor) {
                    outputs.put(entry.getKey(), numbers(tensor));
                }
            }
            return outputs;
        } catch (OrtException e) {
            throw new InternalException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    /// Counts and classes are whole numbers, none of them large.
    private static float[] numbers(OnnxTensor tensor) {
        if (tensor.getInfo().type == OnnxJavaType.INT64) {
            LongBuffer whole = tensor.getLongBuffer();
            float[] values = new float[whole.remaining()];
            for (int i = 0; i < values.length; i++) {
                values[i] = whole.get(i);
            }
            return values;
        }
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    /// What the file says of itself.
    Map<String, String> metadata() {
        try {
            return session.getMetadata().getCustomMetadata();
        } catch (OrtException e) {
            throw new InternalException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    private static float[] named(Map<String, float[]> outputs, String name) {
        float[] values = outputs.get(name);
        if (values == null) {
            throw new InternalException("expected an output '" + name + "', found " + outputs);
        }
        return values;
    }

    private static float[] part(float[] all, int index, int parts) {
        int length = all.length / parts;
        float[] part = new float[length];
        System.arraycopy(all, index * length, part, 0, length);
        return part;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new InternalException("ONNX Runtime failed: " + e.getMessage(), e);
        } finally {
            options.close();
        }
    }
}
