package dev.roadloop.vision;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs a user's detector with ONNX Runtime, on one thread.
final class OnnxDetector implements PrivacyDetector {

    private static final long MOST_BYTES = 1L << 30;
    private static final double OVERLAP = 0.45;

    private final OnnxModel model;
    private final OrtSession session;
    private final OnnxInput input;
    private final DetectorIdentity identity;

    /// @throws IllegalArgumentException if the file is no model that can be run
    OnnxDetector(OnnxModel model) {
        this.model = model;
        byte[] bytes = read(model);
        identity =
                new DetectorIdentity(
                        "onnx:" + model.file().getFileName(),
                        Digests.sha256(bytes, Digests.utf8(model.describe())),
                        model.describe());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            byte[] run =
                    model.layout() == OnnxModel.Layout.CENTERFACE
                            ? AnySize.of(bytes, model.file())
                            : bytes;
            session = OrtEnvironment.getEnvironment().createSession(run, options);
            input = input(session.getInputInfo());
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    model.file()
                            + ": expected an ONNX model, but it cannot be loaded: "
                            + e.getMessage(),
                    e);
        }
    }

    private static byte[] read(OnnxModel model) {
        try {
            if (Files.size(model.file()) > MOST_BYTES) {
                throw new IllegalArgumentException(
                        model.file() + ": expected a model of at most " + MOST_BYTES + " bytes");
            }
            return Files.readAllBytes(model.file());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    model.file() + ": the model cannot be read; check the path", e);
        }
    }

    private OnnxInput input(Map<String, NodeInfo> inputs) {
        if (inputs.size() == 1) {
            NodeInfo only = inputs.values().iterator().next();
            if (only.getInfo() instanceof TensorInfo tensor && tensor.getShape().length == 4) {
                long[] shape = tensor.getShape();
                if (shape[1] == 3 || shape[1] < 0) {
                    return new OnnxInput(
                            only.getName(), (int) shape[3], (int) shape[2], model.layout());
                }
            }
        }
        throw new IllegalArgumentException(
                model.file()
                        + ": expected one input of 1 x 3 x height x width, found "
                        + inputs.values());
    }

    @Override
    public List<PrivateRegion> detect(Picture picture) {
        OnnxInput.Frame frame = input.frame(picture);
        long[] shape = {1, 3, frame.height(), frame.width()};
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(
                                OrtEnvironment.getEnvironment(),
                                FloatBuffer.wrap(frame.values()),
                                shape);
                OrtSession.Result result = session.run(Map.of(input.name(), tensor))) {
            List<OnnxOutputs.Find> finds =
                    switch (model.layout()) {
                        case YUNET ->
                                OnnxOutputs.yunet(
                                        name -> tensor(result, name),
                                        frame.width(),
                                        frame.height());
                        case YOLO -> OnnxOutputs.yolo(floats(result.get(0)));
                        case CENTERFACE ->
                                OnnxOutputs.centerFace(
                                        floats(output(result, 0)),
                                        floats(output(result, 1)),
                                        floats(output(result, 2)),
                                        frame.width(),
                                        frame.height(),
                                        model.threshold());
                        case ROADLOOP ->
                                OnnxOutputs.roadloop(
                                        name -> tensor(result, name), model.threshold());
                    };
            return regions(finds, frame.scale(), picture);
        } catch (OrtException e) {
            throw new IllegalStateException(
                    model.file() + ": the model failed on a picture: " + e.getMessage(), e);
        }
    }

    private List<PrivateRegion> regions(
            List<OnnxOutputs.Find> finds, double scale, Picture picture) {
        List<OnnxOutputs.Find> sorted =
                finds.stream()
                        .filter(f -> f.score() >= model.threshold())
                        .filter(f -> f.kind() < model.classes().size())
                        .sorted((a, b) -> Double.compare(b.score(), a.score()))
                        .toList();
        List<OnnxOutputs.Find> kept = new ArrayList<>();
        List<PrivateRegion> regions = new ArrayList<>();
        for (OnnxOutputs.Find find : sorted) {
            boolean known =
                    kept.stream()
                            .anyMatch(k ->
                                    k.kind() == find.kind()
                                            && k.frame().iou(find.frame()) > OVERLAP);
            if (!known) {
                kept.add(find);
                Frame f = find.frame();
                new Frame(f.x() / scale, f.y() / scale, f.w() / scale, f.h() / scale)
                        .inside(picture.mat())
                        .ifPresent(box ->
                                regions.add(
                                        new PrivateRegion(
                                                model.classes().get(find.kind()),
                                                box,
                                                find.score())));
            }
        }
        return regions;
    }

    private OnnxOutputs.Values tensor(OrtSession.Result result, String name) {
        OnnxValue value =
                result.get(name)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        model.file()
                                                + ": expected an output "
                                                + name
                                                + " as "
                                                + model.layout()
                                                + " has; set another layout"));
        return floats(value);
    }

    private OnnxValue output(OrtSession.Result result, int index) {
        if (index >= result.size()) {
            throw new IllegalStateException(
                    model.file()
                            + ": expected maps of scores, sides and offsets as CenterFace has,"
                            + " found "
                            + result.size()
                            + " outputs; set another layout");
        }
        return result.get(index);
    }

    private OnnxOutputs.Values floats(OnnxValue value) {
        if (value instanceof OnnxTensor tensor && tensor.getFloatBuffer() != null) {
            FloatBuffer buffer = tensor.getFloatBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            return new OnnxOutputs.Values(tensor.getInfo().getShape(), values);
        }
        throw new IllegalStateException(
                model.file() + ": expected outputs of 32-bit floats, found " + value.getType());
    }

    @Override
    public DetectorIdentity identity() {
        return identity;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(model.file() + ": the session cannot be closed", e);
        }
    }
}
