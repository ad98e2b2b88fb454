package dev.roadloop.evaluate.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.vision.Picture;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A packaged detector, run by ONNX Runtime. For any number of threads.
///
/// Its input `images` is float32 (N, 3, rows, columns), red, green, blue, 0 to 255; its outputs are
/// `boxes`, float32 (N, answers, 4), left, top, right, bottom in pixels of the input, and `scores`,
/// float32 (N, answers, classes), 0 to 1. Its metadata says what it is: `roadloop.classes` (a JSON
/// array), `roadloop.width`, `roadloop.height`, `roadloop.dataset`, `roadloop.code` and
/// `roadloop.weights`. A model that knows areas names them in `roadloop.areas`, and has one more
/// output, `areas`, float32 (N, areas, rows / s, columns / s), 0 to 1: how probably each square of
/// s pixels of the input belongs to each.
public final class PackagedModel implements AutoCloseable {
    private static final String INPUT = "images";
    private static final String BOXES = "boxes";
    private static final String SCORES = "scores";
    private static final String AREAS = "areas";

    private final String name;
    private final Sha256 digest;
    private final OrtSession session;
    private final List<String> classes;
    private final List<String> areas;
    private final int width;
    private final int height;
    private final Map<String, String> metadata;

    private PackagedModel(
            String name,
            Sha256 digest,
            OrtSession session,
            List<String> classes,
            List<String> areas,
            int width,
            int height,
            Map<String, String> metadata) {
        this.name = name;
        this.digest = digest;
        this.session = session;
        this.classes = List.copyOf(classes);
        this.areas = List.copyOf(areas);
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
            List<String> classes = ModelMetadata.names(metadata, "roadloop.classes", 1, name);
            List<String> areas =
                    metadata.containsKey("roadloop.areas")
                            ? ModelMetadata.names(metadata, "roadloop.areas", 0, name)
                            : List.of();
            int width = ModelMetadata.side(metadata, "roadloop.width", name);
            int height = ModelMetadata.side(metadata, "roadloop.height", name);
            check(session.getInputInfo(), INPUT, new long[] {-1, 3, height, width}, name);
            check(session.getOutputInfo(), BOXES, new long[] {-1, -1, 4}, name);
            check(session.getOutputInfo(), SCORES, new long[] {-1, -1, classes.size()}, name);
            if (!areas.isEmpty()) {
                check(session.getOutputInfo(), AREAS, new long[] {-1, areas.size(), -1, -1}, name);
            }
            return new PackagedModel(
                    name, Sha256.of(onnx), session, classes, areas, width, height, metadata);
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

    /// The names of its areas; none if it knows none.
    public List<String> areas() {
        return areas;
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
        return look(ModelInput.of(encoded, picture, width, height)).boxes();
    }

    /// All that it says about a decoded picture, which stays the caller's.
    public Look look(Picture picture) {
        return look(ModelInput.of(picture, width, height));
    }

    private Look look(ModelInput input) {
        float right = (float) (input.width() * input.scale());
        float bottom = (float) (input.height() * input.scale());
        Look answer = answer(input);
        return new Look(
                answer.boxes().stream()
                        .filter(box -> box.left() < right && box.top() < bottom)
                        .map(box -> scaled(box, input))
                        .toList(),
                answer.areas());
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

    private Look answer(ModelInput input) {
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
            return new Look(
                    BoxChoice.choose(boxes, scores, classes.size(), width, height),
                    areas.isEmpty() ? null : areas(result, input));
        } catch (OrtException e) {
            throw new CallerException(
                    name + ": the model failed on a picture: " + e.getMessage(), e);
        }
    }

    private AreaMap areas(OrtSession.Result result, ModelInput input) throws OrtException {
        float[] probabilities = floats(result, AREAS);
        long[] shape = ((TensorInfo) result.get(AREAS).orElseThrow().getInfo()).getShape();
        int rows = Math.toIntExact(shape[2]);
        int columns = Math.toIntExact(shape[3]);
        if (rows < 1 || columns < 1 || (long) rows * width != (long) columns * height) {
            throw new CallerException(
                    "%s: areas: expected square cells over %dx%d pixels, found %dx%d cells"
                            .formatted(name, width, height, columns, rows));
        }
        return new AreaMap(
                probabilities,
                rows,
                columns,
                input.height(),
                input.width(),
                input.scale() * columns / width);
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
