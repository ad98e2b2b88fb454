package dev.roadloop.evaluate.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.vision.Picture;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// A packaged detector, run by ONNX Runtime. For any number of threads.
///
/// Its input `images` is float32 (N, 3, rows, columns), red, green, blue, 0 to 255; its outputs are
/// `boxes`, float32 (N, answers, 4), left, top, right, bottom in pixels of the input, and `scores`,
/// float32 (N, answers, classes), 0 to 1. Its metadata says what it is: `roadloop.classes` (a JSON
/// array), `roadloop.width`, `roadloop.height`, `roadloop.dataset`, `roadloop.code` and
/// `roadloop.weights`.
public final class PackagedModel implements AutoCloseable {
    private static final String INPUT = "images";
    private static final String BOXES = "boxes";
    private static final String SCORES = "scores";
    private static final int MOST_CLASSES = 10_000;
    private static final int MOST_SIDE = 8192;

    private final String name;
    private final Sha256 digest;
    private final OrtSession session;
    private final List<String> classes;
    private final int width;
    private final int height;
    private final Map<String, String> metadata;

    private PackagedModel(
            String name,
            Sha256 digest,
            OrtSession session,
            List<String> classes,
            int width,
            int height,
            Map<String, String> metadata) {
        this.name = name;
        this.digest = digest;
        this.session = session;
        this.classes = List.copyOf(classes);
        this.width = width;
        this.height = height;
        this.metadata = Map.copyOf(metadata);
    }

    /// Loads a model.
    ///
    /// @param name for messages
    /// @param threads that one inference may use
    /// @throws CallerException if it is no model, or not one as described above
    public static PackagedModel load(byte[] onnx, String name, int threads) {
        OrtSession session = session(onnx, name, threads);
        try {
            Map<String, String> metadata = session.getMetadata().getCustomMetadata();
            List<String> classes = classes(metadata, name);
            int width = side(metadata, "roadloop.width", name);
            int height = side(metadata, "roadloop.height", name);
            check(session.getInputInfo(), INPUT, new long[] {-1, 3, height, width}, name);
            check(session.getOutputInfo(), BOXES, new long[] {-1, -1, 4}, name);
            check(session.getOutputInfo(), SCORES, new long[] {-1, -1, classes.size()}, name);
            return new PackagedModel(
                    name, Sha256.of(onnx), session, classes, width, height, metadata);
        } catch (OrtException e) {
            close(session, name);
            throw new CallerException(name + ": its metadata cannot be read", e);
        } catch (CallerException e) {
            close(session, name);
            throw e;
        }
    }

    private static OrtSession session(byte[] onnx, String name, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            return OrtEnvironment.getEnvironment().createSession(onnx, options);
        } catch (OrtException e) {
            throw new CallerException(
                    name + ": expected an ONNX model, but it cannot be loaded: " + e.getMessage(),
                    e);
        }
    }

    private static List<String> classes(Map<String, String> metadata, String name) {
        String text = metadata.getOrDefault("roadloop.classes", "");
        List<String> classes = new ArrayList<>();
        try {
            JsonNode array = Json.jackson().readTree(text);
            array.forEach(one -> classes.add(one.asText()));
        } catch (JacksonException e) {
            classes.clear();
        }
        if (classes.isEmpty()
                || classes.size() > MOST_CLASSES
                || new HashSet<>(classes).size() != classes.size()) {
            throw new CallerException(
                    "%s: roadloop.classes: expected a JSON array of 1 to %d names, each once, found \"%s\"; package the model again"
                            .formatted(name, MOST_CLASSES, shortened(text)));
        }
        return classes;
    }

    private static int side(Map<String, String> metadata, String key, String name) {
        String text = metadata.getOrDefault(key, "");
        int side = text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : 0;
        if (side < 1 || side > MOST_SIDE) {
            throw new CallerException(
                    "%s: %s: expected 1 to %d pixels, found \"%s\"; package the model again"
                            .formatted(name, key, MOST_SIDE, shortened(text)));
        }
        return side;
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static void check(
            Map<String, NodeInfo> nodes, String node, long[] expected, String name) {
        NodeInfo found = nodes.get(node);
        boolean right = found != null && found.getInfo() instanceof TensorInfo;
        if (found != null && found.getInfo() instanceof TensorInfo tensor) {
            long[] shape = tensor.getShape();
            right = tensor.type == OnnxJavaType.FLOAT && shape.length == expected.length;
            for (int i = 0; right && i < shape.length; i++) {
                right = shape[i] < 0 || expected[i] < 0 || shape[i] == expected[i];
            }
        }
        if (!right) {
            throw new CallerException(
                    "%s: %s: expected float32 %s, -1 for any, found %s"
                            .formatted(
                                    name,
                                    node,
                                    Arrays.toString(expected),
                                    found == null ? "none among " + nodes.keySet() : found));
        }
    }

    /// What it is called in messages.
    public String name() {
        return name;
    }

    /// Digest of its file.
    public Sha256 digest() {
        return digest;
    }

    /// The names of its classes.
    public List<String> classes() {
        return classes;
    }

    /// Columns that it looks at.
    public int width() {
        return width;
    }

    /// Rows that it looks at.
    public int height() {
        return height;
    }

    /// A field of its metadata; empty if it has none.
    public String metadata(String key) {
        return metadata.getOrDefault(key, "");
    }

    /// What it finds in a JPEG or PNG, in pixels of the picture, surest first.
    ///
    /// @param picture the picture's name, for messages
    /// @throws CallerException if that is no picture
    public List<FoundBox> find(byte[] encoded, String picture) {
        return find(ModelInput.of(encoded, picture, width, height));
    }

    /// The same in a decoded picture, which stays the caller's.
    public List<FoundBox> find(Picture picture) {
        return find(ModelInput.of(picture, width, height));
    }

    private List<FoundBox> find(ModelInput input) {
        float right = (float) (input.width() * input.scale());
        float bottom = (float) (input.height() * input.scale());
        return answer(input).stream()
                .filter(box -> box.left() < right && box.top() < bottom)
                .map(box -> scaled(box, input))
                .toList();
    }

    private static FoundBox scaled(FoundBox box, ModelInput input) {
        double scale = input.scale();
        return new FoundBox(
                box.label(),
                (float) (box.left() / scale),
                (float) (box.top() / scale),
                (float) Math.min(input.width(), box.right() / scale),
                (float) Math.min(input.height(), box.bottom() / scale),
                box.score());
    }

    private List<FoundBox> answer(ModelInput input) {
        long[] shape = {1, 3, height, width};
        try (OnnxTensor images =
                        OnnxTensor.createTensor(
                                OrtEnvironment.getEnvironment(), input.values(), shape);
                OrtSession.Result result = session.run(Map.of(INPUT, images))) {
            float[] boxes = floats(result, BOXES);
            float[] scores = floats(result, SCORES);
            if (boxes.length / 4 != scores.length / classes.size()) {
                throw new CallerException(
                        "%s: expected as many scores as boxes, found %d boxes and %d scores of %d classes"
                                .formatted(name, boxes.length / 4, scores.length, classes.size()));
            }
            return BoxChoice.choose(boxes, scores, classes.size(), width, height);
        } catch (OrtException e) {
            throw new CallerException(
                    name + ": the model failed on a picture: " + e.getMessage(), e);
        }
    }

    private float[] floats(OrtSession.Result result, String output) {
        FloatBuffer buffer =
                result.get(output).orElseThrow() instanceof OnnxTensor tensor
                        ? tensor.getFloatBuffer()
                        : null;
        if (buffer == null) {
            throw new CallerException(name + ": expected floats in its output " + output);
        }
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    @Override
    public void close() {
        close(session, name);
    }

    private static void close(OrtSession session, String name) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new InternalException(name + ": the session cannot be closed", e);
        }
    }
}
