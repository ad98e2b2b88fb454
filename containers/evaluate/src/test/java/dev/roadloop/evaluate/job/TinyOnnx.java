package dev.roadloop.evaluate.job;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.Map;

/// A detector that knows red, green and blue squares: the picture is cut into cells of 8 x 8
/// pixels, and a cell is of a colour as surely as it is bright in it. If its metadata name areas,
/// these are the cells of each colour.
public final class TinyOnnx {
    static final int SIDE = 64;
    static final int CELL = 8;

    private static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();
    private static final int INT64 = TensorProto.DataType.INT64.getNumber();

    private TinyOnnx() {}

    /// @param shift how many pixels its boxes lie too far to the right
    /// @param metadata added to that of the contract
    public static byte[] model(float shift, String classes, Map<String, String> metadata) {
        int cells = SIDE / CELL;
        float[] boxes = new float[4 * cells * cells];
        for (int i = 0; i < cells * cells; i++) {
            boxes[4 * i] = i % cells * CELL + shift;
            boxes[4 * i + 1] = i / cells * CELL;
            boxes[4 * i + 2] = boxes[4 * i] + CELL;
            boxes[4 * i + 3] = boxes[4 * i + 1] + CELL;
        }
        GraphProto.Builder graph =
                GraphProto.newBuilder()
                        .setName("tiny")
                        .addInput(value("images", 1, 3, SIDE, SIDE))
                        .addInitializer(floats("factor", new long[] {1}, 1 / 255f))
                        .addInitializer(
                                TensorProto.newBuilder()
                                        .setName("flat")
                                        .setDataType(INT64)
                                        .addDims(3)
                                        .addInt64Data(1)
                                        .addInt64Data(3)
                                        .addInt64Data(cells * cells))
                        .addInitializer(floats("anchors", new long[] {1, cells * cells, 4}, boxes))
                        .addNode(
                                node("AveragePool", "pooled", "images")
                                        .addAttribute(ints("kernel_shape", CELL, CELL))
                                        .addAttribute(ints("strides", CELL, CELL)))
                        .addNode(node("Mul", "bright", "pooled", "factor"))
                        .addNode(node("Reshape", "flattened", "bright", "flat"))
                        .addNode(
                                node("Transpose", "scores", "flattened")
                                        .addAttribute(ints("perm", 0, 2, 1)))
                        .addNode(node("Identity", "boxes", "anchors"))
                        .addOutput(value("boxes", 1, cells * cells, 4))
                        .addOutput(value("scores", 1, cells * cells, 3));
        if (metadata.containsKey("roadloop.areas")) {
            graph.addNode(node("Identity", "areas", "bright"))
                    .addOutput(value("areas", 1, 3, cells, cells));
        }
        ModelProto.Builder model =
                ModelProto.newBuilder()
                        .setIrVersion(7)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(11))
                        .setGraph(graph);
        meta(model, "roadloop.classes", classes);
        meta(model, "roadloop.width", Integer.toString(SIDE));
        meta(model, "roadloop.height", Integer.toString(SIDE));
        metadata.forEach((key, text) -> meta(model, key, text));
        return model.build().toByteArray();
    }

    private static void meta(ModelProto.Builder model, String key, String text) {
        model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(text));
    }

    private static NodeProto.Builder node(String type, String out, String... in) {
        return NodeProto.newBuilder().setOpType(type).addAllInput(Arrays.asList(in)).addOutput(out);
    }

    private static TensorProto floats(String name, long[] shape, float... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
        Arrays.stream(shape).forEach(tensor::addDims);
        for (float each : values) {
            tensor.addFloatData(each);
        }
        return tensor.build();
    }

    private static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder()
                        .setName(name)
                        .setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    private static ValueInfoProto value(String name, long... shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
        for (long side : shape) {
            dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(side));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(FLOAT)
                                                .setShape(dims)))
                .build();
    }
}
