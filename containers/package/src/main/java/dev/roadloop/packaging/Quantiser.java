package dev.roadloop.packaging;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.roadloop.domain.InternalException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rewrites a model so that it computes in eight bits: pairs of QuantizeLinear and DequantizeLinear
/// around values and weights, which ONNX Runtime fuses with the operators between them. Values have
/// one range each and no sign; weights have a range for each channel and a sign; what is added to a
/// convolution has 32 bits.
///
/// Source: ONNX Runtime documentation, "Quantize ONNX models", QDQ format; ONNX operators, opset
/// 13.
final class Quantiser {

    private static final int MOST_WEIGHT = 127;

    private final EightBits graph;
    private final Map<String, Range> ranges;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> constants = new ArrayList<>();
    private final Set<String> replaced = new HashSet<>();
    private final Map<String, String> reduced = new HashMap<>();

    private Quantiser(EightBits graph, Map<String, Range> ranges) {
        this.graph = graph;
        this.ranges = ranges;
    }

    /// The model in eight bits. Equal models and ranges give equal bytes.
    ///
    /// @param ranges of [EightBits#values]
    static byte[] quantise(EightBits graph, Map<String, Range> ranges) {
        return new Quantiser(graph, ranges).rewrite();
    }

    private byte[] rewrite() {
        Set<String> values = graph.values();
        for (NodeProto node : graph.nodes()) {
            NodeProto.Builder changed = node.toBuilder();
            for (int i = 0; i < node.getInputCount(); i++) {
                changed.setInput(i, reduced.getOrDefault(node.getInput(i), node.getInput(i)));
            }
            if (graph.reduced(node)) {
                reduceWeights(node, changed);
            }
            nodes.add(changed.build());
            String output = node.getOutput(0);
            if (values.contains(output)) {
                reduced.put(output, pair(output, range(output)));
            }
        }
        GraphProto.Builder rewritten =
                graph.model().getGraph().toBuilder().clearNode().clearInitializer();
        rewritten.addAllNode(nodes);
        graph.model().getGraph().getInitializerList().stream()
                .filter(tensor -> !replaced.contains(tensor.getName()))
                .forEach(rewritten::addInitializer);
        rewritten.addAllInitializer(constants);
        return graph.model().toBuilder().setGraph(rewritten).build().toByteArray();
    }

    private Range range(String value) {
        Range range = ranges.get(graph.rangeOf(value));
        if (range == null) {
            throw new InternalException("no range is known of the value '" + value + "'");
        }
        return range;
    }

    /// @return name of the value after it went through eight bits
    private String pair(String value, Range range) {
        String scale = floats(value + "_scale", new long[0], range.scale());
        byte[] zero = {(byte) range.zero()};
        String point =
                constant(
                        value + "_zero",
                        TensorProto.DataType.UINT8,
                        ByteBuffer.wrap(zero),
                        new long[0]);
        String small = value + "_q";
        node("QuantizeLinear", small, value, scale, point);
        node("DequantizeLinear", value + "_dq", small, scale, point);
        return value + "_dq";
    }

    private void reduceWeights(NodeProto node, NodeProto.Builder changed) {
        TensorProto weights = graph.constant(node.getInput(1));
        TensorProto bias = graph.constant(node.getInput(2));
        int channels = (int) weights.getDims(0);
        float[] values = numbers(weights);
        int each = values.length / channels;
        float[] scales = new float[channels];
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int channel = 0; channel < channels; channel++) {
            float largest = 0;
            for (int i = channel * each; i < (channel + 1) * each; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
            }
            scales[channel] = Math.max(largest / MOST_WEIGHT, Float.MIN_NORMAL);
            for (int i = channel * each; i < (channel + 1) * each; i++) {
                int step = Math.round(values[i] / scales[channel]);
                bytes.put((byte) Math.clamp(step, -MOST_WEIGHT, MOST_WEIGHT));
            }
        }
        String name = weights.getName();
        String scale = floats(name + "_scale", new long[] {scales.length}, scales);
        String small =
                constant(
                        name + "_q",
                        TensorProto.DataType.INT8,
                        bytes.flip(),
                        weights.getDimsList().stream().mapToLong(Long::longValue).toArray());
        String points =
                constant(
                        name + "_zero",
                        TensorProto.DataType.INT8,
                        ByteBuffer.allocate(channels),
                        new long[] {channels});
        node("DequantizeLinear", name + "_dq", small, scale, points);
        changed.setInput(1, name + "_dq");
        changed.setInput(2, reduceBias(bias, range(node.getInput(0)).scale(), scales));
        replaced.add(name);
        replaced.add(bias.getName());
    }

    private String reduceBias(TensorProto bias, float inputScale, float[] weightScales) {
        float[] values = numbers(bias);
        float[] scales = new float[values.length];
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            scales[i] = Math.max(inputScale * weightScales[i], Float.MIN_NORMAL);
            double step = Math.rint(values[i] / (double) scales[i]);
            bytes.putInt((int) Math.clamp(step, Integer.MIN_VALUE, (double) Integer.MAX_VALUE));
        }
        String name = bias.getName();
        String scale = floats(name + "_scale", new long[] {scales.length}, scales);
        String small =
                constant(
                        name + "_q",
                        TensorProto.DataType.INT32,
                        bytes.flip(),
                        new long[] {values.length});
        node("DequantizeLinear", name + "_dq", small, scale);
        return name + "_dq";
    }

    private void node(String type, String output, String... inputs) {
        NodeProto.Builder node =
                NodeProto.newBuilder()
                        .setOpType(type)
                        .setName(output)
                        .addAllInput(List.of(inputs))
                        .addOutput(output);
        if (type.equals("DequantizeLinear")) {
            // Where there is a scale for each channel, channels come first.
            node.addAttribute(
                    AttributeProto.newBuilder()
                            .setName("axis")
                            .setType(AttributeProto.AttributeType.INT)
                            .setI(0));
        }
        nodes.add(node.build());
    }

    private String floats(String name, long[] shape, float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(name, TensorProto.DataType.FLOAT, bytes, shape);
    }

    private String constant(
            String name, TensorProto.DataType type, ByteBuffer bytes, long[] shape) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(type.getNumber())
                        .setRawData(ByteString.copyFrom(bytes));
        for (long side : shape) {
            tensor.addDims(side);
        }
        constants.add(tensor.build());
        return name;
    }

    private static float[] numbers(TensorProto tensor) {
        ByteBuffer bytes = tensor.getRawData().asReadOnlyByteBuffer();
        float[] numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
        return numbers;
    }
}
