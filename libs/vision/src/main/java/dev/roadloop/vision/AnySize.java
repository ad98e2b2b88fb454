package dev.roadloop.vision;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes a model take pictures of any size. CenterFace is published with the sizes of the picture
/// that it was exported with (10 x 3 x 32 x 32), though its network takes any, and with its weights
/// among its inputs, which keeps the runtime from folding them.
final class AnySize {

    private AnySize() {}

    /// The model without sizes.
    ///
    /// @param file where the model is from, for the message
    /// @throws IllegalArgumentException if the bytes are no model
    static byte[] of(byte[] onnx, Path file) {
        try {
            ModelProto.Builder model = ModelProto.parseFrom(onnx).toBuilder();
            GraphProto.Builder graph = model.getGraphBuilder();
            Set<String> weights =
                    graph.getInitializerList().stream()
                            .map(TensorProto::getName)
                            .collect(Collectors.toUnmodifiableSet());
            List<ValueInfoProto> inputs =
                    graph.getInputList().stream()
                            .filter(input -> !weights.contains(input.getName()))
                            .map(AnySize::sizeless)
                            .toList();
            List<ValueInfoProto> outputs =
                    graph.getOutputList().stream().map(AnySize::sizeless).toList();
            graph.clearInput().addAllInput(inputs).clearOutput().addAllOutput(outputs);
            return model.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    file + ": expected an ONNX model, but it cannot be read: " + e.getMessage(), e);
        }
    }

    /// Keeps how many dimensions there are.
    private static ValueInfoProto sizeless(ValueInfoProto value) {
        TypeProto.Tensor tensor = value.getType().getTensorType();
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int i = 0; i < tensor.getShape().getDimCount(); i++) {
            shape.addDim(TensorShapeProto.Dimension.getDefaultInstance());
        }
        return value.toBuilder()
                .setType(
                        value.getType().toBuilder()
                                .setTensorType(tensor.toBuilder().setShape(shape)))
                .build();
    }
}
