package dev.roadloop.vision;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.Map;

/// Models of a few nodes with the outputs that real detectors have.
final class TinyModels {

    private static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();

    private TinyModels() {}

    /// One box, always there; its score is the largest value of the input.
    static byte[] brightnessAsYolo(int side, float x, float y, float w, float h) {
        GraphProto.Builder graph = graph(side);
        graph.addNode(constant("box", new long[] {1, 4, 1}, x, y, w, h));
        graph.addNode(reduceMax("images", "channels", 0, 2, 3));
        graph.addNode(reduceMax("channels", "score", 1, 1));
        graph.addNode(
                NodeProto.newBuilder()
                        .setOpType("Unsqueeze")
                        .addInput("score")
                        .addOutput("scores")
                        .addAttribute(ints("axes", 2)));
        graph.addNode(
                NodeProto.newBuilder()
                        .setOpType("Concat")
                        .addInput("box")
                        .addInput("scores")
                        .addOutput("output0")
                        .addAttribute(number("axis", 1)));
        graph.addOutput(value("output0", 1, 5, 1));
        return model(graph);
    }

    /// One face in a cell of stride 8 with a class score of 0.9 and an object score of 0.9; the box
    /// is as large as the cell.
    static byte[] yunet(int side, int cell, float right, float down) {
        GraphProto.Builder graph = graph(side);
        for (int stride : new int[] {8, 16, 32}) {
            int cells = (side / stride) * (side / stride);
            float[] scores = new float[cells];
            float[] boxes = new float[4 * cells];
            if (stride == 8) {
                scores[cell] = 0.9f;
                boxes[4 * cell] = right;
                boxes[4 * cell + 1] = down;
            }
            add(graph, "cls_" + stride, 1, scores);
            add(graph, "obj_" + stride, 1, scores);
            add(graph, "bbox_" + stride, 4, boxes);
        }
        return model(graph);
    }

    /// A face of four pixels wherever the picture is bright. Its input is declared as ten pictures
    /// of 32 x 32 and its weights as inputs, as CenterFace's are.
    static byte[] brightnessAsCenterFace() {
        GraphProto.Builder graph =
                GraphProto.newBuilder().setName("tiny").addInput(value("images", 10, 3, 32, 32));
        for (Map.Entry<String, Float> weight : Map.of("unit", 1f / 255, "nothing", 0f).entrySet()) {
            graph.addInput(value(weight.getKey(), 1))
                    .addInitializer(
                            TensorProto.newBuilder()
                                    .setName(weight.getKey())
                                    .setDataType(FLOAT)
                                    .addDims(1)
                                    .addFloatData(weight.getValue()));
        }
        graph.addNode(reduceMax("images", "bright", 1, 1));
        graph.addNode(
                node("AveragePool", "cells", "bright")
                        .addAttribute(ints("kernel_shape", 4, 4))
                        .addAttribute(ints("strides", 4, 4)));
        graph.addNode(node("Mul", "scores", "cells", "unit"));
        graph.addNode(node("Mul", "zeros", "cells", "nothing"));
        for (String map : new String[] {"sides", "offsets"}) {
            graph.addNode(node("Concat", map, "zeros", "zeros").addAttribute(number("axis", 1)));
        }
        graph.addOutput(value("scores", 10, 1, 8, 8));
        graph.addOutput(value("sides", 10, 2, 8, 8));
        graph.addOutput(value("offsets", 10, 2, 8, 8));
        return model(graph);
    }

    /// Boxes with a score for each of two classes, always there.
    static byte[] asPackaged(int side, float[] boxes, float[] scores) {
        GraphProto.Builder graph = graph(side);
        add(graph, "boxes", 4, boxes);
        add(graph, "scores", 2, scores);
        return model(graph);
    }

    private static NodeProto.Builder node(String type, String out, String... in) {
        return NodeProto.newBuilder().setOpType(type).addAllInput(Arrays.asList(in)).addOutput(out);
    }

    private static void add(GraphProto.Builder graph, String name, int wide, float[] values) {
        long[] shape = {1, values.length / wide, wide};
        graph.addNode(constant(name, shape, values));
        graph.addOutput(value(name, shape));
    }

    private static GraphProto.Builder graph(int side) {
        return GraphProto.newBuilder().setName("tiny").addInput(value("images", 1, 3, side, side));
    }

    private static byte[] model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(7)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(11))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static NodeProto.Builder reduceMax(String in, String out, int keep, long... axes) {
        return NodeProto.newBuilder()
                .setOpType("ReduceMax")
                .addInput(in)
                .addOutput(out)
                .addAttribute(ints("axes", axes))
                .addAttribute(number("keepdims", keep));
    }

    private static NodeProto constant(String name, long[] shape, float... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(FLOAT);
        Arrays.stream(shape).forEach(tensor::addDims);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return NodeProto.newBuilder()
                .setOpType("Constant")
                .addOutput(name)
                .addAttribute(
                        AttributeProto.newBuilder()
                                .setName("value")
                                .setType(AttributeProto.AttributeType.TENSOR)
                                .setT(tensor))
                .build();
    }

    private static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder()
                        .setName(name)
                        .setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    private static AttributeProto number(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
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
