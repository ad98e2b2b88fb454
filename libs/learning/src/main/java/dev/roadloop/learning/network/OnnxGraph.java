package dev.roadloop.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An ONNX graph that grows node by node. Values are named in the order they are made.
final class OnnxGraph {

    /// Type of an output.
    static final TensorProto.DataType FLOAT = TensorProto.DataType.FLOAT;

    /// Type of an output.
    static final TensorProto.DataType INT64 = TensorProto.DataType.INT64;

    private static final double EPSILON = 1e-5;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("perception");
    private int names;

    /// A convolution, with the normalisation that follows folded into its weights.
    ///
    /// @param normalisation absent where none follows
    String convolution(
            String input, Conv2d convolution, @Nullable BatchNorm normalisation, int stride) {
        NDArray weights = convolution.getParameters().get("weight").getArray();
        long[] shape = weights.getShape().getShape();
        float[] values = weights.toFloatArray();
        int channels = (int) shape[0];
        float[] bias =
                normalisation == null
                        ? convolution.getParameters().get("bias").getArray().toFloatArray()
                        : fold(values, channels, normalisation);
        long pad = shape[2] / 2;
        return node(
                "Conv",
                new String[] {
                    input, constant(shape, values), constant(new long[] {channels}, bias)
                },
                integers("kernel_shape", shape[2], shape[3]),
                integers("strides", stride, stride),
                integers("pads", pad, pad, pad, pad));
    }

    /// Scales the weights in place.
    ///
    /// @return the bias that is left
    private static float[] fold(float[] weights, int channels, BatchNorm normalisation) {
        float[] gamma = statistic(normalisation, "gamma");
        float[] beta = statistic(normalisation, "beta");
        float[] mean = statistic(normalisation, "runningMean");
        float[] variance = statistic(normalisation, "runningVar");
        float[] bias = new float[channels];
        int each = weights.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            double scale = gamma[channel] / Math.sqrt(variance[channel] + EPSILON);
            for (int i = channel * each; i < (channel + 1) * each; i++) {
                weights[i] = (float) (weights[i] * scale);
            }
            bias[channel] = (float) (beta[channel] - mean[channel] * scale);
        }
        return bias;
    }

    private static float[] statistic(BatchNorm normalisation, String name) {
        return normalisation.getParameters().get(name).getArray().toFloatArray();
    }

    String relu(String input) {
        return node("Relu", new String[] {input});
    }

    String softPlus(String input) {
        return node("Softplus", new String[] {input});
    }

    String add(String one, String other) {
        return node("Add", new String[] {one, other});
    }

    String plus(String input, float number) {
        return node("Add", new String[] {input, constant(new long[] {1}, number)});
    }

    /// Adds a constant, which may be spread over the images.
    String plus(String input, long[] shape, float... numbers) {
        return node("Add", new String[] {input, constant(shape, numbers)});
    }

    String minus(String one, String other) {
        return node("Sub", new String[] {one, other});
    }

    String product(String one, String other) {
        return node("Mul", new String[] {one, other});
    }

    String sigmoid(String input) {
        return node("Sigmoid", new String[] {input});
    }

    String root(String input) {
        return node("Sqrt", new String[] {input});
    }

    /// Some of the channels of (images, locations, channels).
    String channels(String input, long from, long to) {
        return node("Slice", new String[] {input, constant(from), constant(to), constant(2L)});
    }

    /// No number below 0, none above the one at the same channel.
    String between(String input, float... most) {
        String notNegative = relu(input);
        return node(
                "Min", new String[] {notNegative, constant(new long[] {1, 1, most.length}, most)});
    }

    String times(String input, float number) {
        return node("Mul", new String[] {input, constant(new long[] {1}, number)});
    }

    /// Twice as many rows and columns, each pixel four times.
    String doubled(String input) {
        return node(
                "Resize",
                new String[] {input, "", constant(new long[] {4}, 1, 1, 2, 2)},
                text("mode", "nearest"),
                text("coordinate_transformation_mode", "asymmetric"),
                text("nearest_mode", "floor"));
    }

    /// Channels to places: each location of (images, parts² · channels, rows, columns) becomes
    /// `parts` rows and columns.
    String finer(String input, int parts) {
        return node(
                "DepthToSpace",
                new String[] {input},
                integer("blocksize", parts),
                text("mode", "CRD"));
    }

    /// (images, channels, rows, columns) to (images, locations, channels).
    String byLocation(String input, long channels) {
        String moved = node("Transpose", new String[] {input}, integers("perm", 0, 2, 3, 1));
        return node("Reshape", new String[] {moved, constant(0, -1, channels)});
    }

    /// Joins along an axis: 1 are the locations, 2 the channels.
    String joined(int axis, String... parts) {
        return node("Concat", parts, integer("axis", axis));
    }

    /// Gives a value the name by which the graph hands it out.
    void output(String name, String value) {
        graph.addNode(
                NodeProto.newBuilder()
                        .setOpType("Identity")
                        .setName(name)
                        .addInput(value)
                        .addOutput(name));
    }

    void declareInput(String name, long... shape) {
        graph.addInput(value(name, FLOAT, shape));
    }

    void declareOutput(String name, long... shape) {
        declareOutput(name, FLOAT, shape);
    }

    void declareOutput(String name, TensorProto.DataType type, long... shape) {
        graph.addOutput(value(name, type, shape));
    }

    GraphProto graph() {
        return graph.build();
    }

    /// Any node with one output.
    String node(String type, String[] inputs, AttributeProto... attributes) {
        String output = type.toLowerCase(Locale.ROOT) + "_" + names++;
        add(type, inputs, new String[] {output}, attributes);
        return output;
    }

    /// The greatest numbers of each row of (images, numbers), falling, and where they stand.
    String[] greatest(String input, long count) {
        String name = "topk_" + names++;
        String[] outputs = {name, name + "_at"};
        add("TopK", new String[] {input, constant(count)}, outputs);
        return outputs;
    }

    private void add(String type, String[] inputs, String[] outputs, AttributeProto... attributes) {
        graph.addNode(
                NodeProto.newBuilder()
                        .setOpType(type)
                        .setName(outputs[0])
                        .addAllInput(Arrays.asList(inputs))
                        .addAllOutput(Arrays.asList(outputs))
                        .addAllAttribute(Arrays.asList(attributes)));
    }

    /// One number that is no list.
    String scalar(long number) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(number);
        return constant(INT64, new long[0], bytes);
    }

    String constant(long[] shape, float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(FLOAT, shape, bytes);
    }

    String constant(long... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant(INT64, new long[] {values.length}, bytes);
    }

    private String constant(TensorProto.DataType type, long[] shape, ByteBuffer bytes) {
        String name = "constant_" + names++;
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(type.getNumber())
                        .setRawData(ByteString.copyFrom(bytes.clear()));
        for (long side : shape) {
            tensor.addDims(side);
        }
        graph.addInitializer(tensor);
        return name;
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder()
                        .setName(name)
                        .setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    private static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    /// @param shape sides; a negative one is free and called `batch`
    private static ValueInfoProto value(String name, TensorProto.DataType type, long... shape) {
        TensorShapeProto.Builder sides = TensorShapeProto.newBuilder();
        for (long side : shape) {
            sides.addDim(
                    side < 0
                            ? TensorShapeProto.Dimension.newBuilder().setDimParam("batch")
                            : TensorShapeProto.Dimension.newBuilder().setDimValue(side));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(type.getNumber())
                                                .setShape(sides)))
                .build();
    }
}
