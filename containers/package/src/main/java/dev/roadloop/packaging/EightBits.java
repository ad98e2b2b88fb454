package dev.roadloop.packaging;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.roadloop.domain.InternalException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which values of a detector's graph are kept in eight bits: all between the picture and the last
/// convolutions. Those that answer (classes, sides, middles, areas) stay in floating point, as they
/// are cheap and what they say is read as a number.
final class EightBits {

    private final ModelProto model;
    private final Map<String, NodeProto> makers = new HashMap<>();
    private final Map<String, Set<String>> readers = new HashMap<>();
    private final Map<String, TensorProto> constants = new HashMap<>();

    EightBits(byte[] onnx) {
        try {
            model = ModelProto.parseFrom(onnx);
        } catch (InvalidProtocolBufferException e) {
            throw new InternalException("the model is no ONNX: " + e.getMessage(), e);
        }
        GraphProto graph = model.getGraph();
        graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
        for (NodeProto node : graph.getNodeList()) {
            makers.put(node.getOutput(0), node);
            for (String input : node.getInputList()) {
                readers.computeIfAbsent(input, none -> new HashSet<>()).add(node.getOpType());
            }
        }
    }

    ModelProto model() {
        return model;
    }

    TensorProto constant(String name) {
        TensorProto tensor = constants.get(name);
        if (tensor == null) {
            throw new InternalException("the graph has no constant '" + name + "'");
        }
        return tensor;
    }

    /// Whether a node is a convolution computed in eight bits.
    boolean reduced(NodeProto node) {
        return node.getOpType().equals("Conv") && !answers(node);
    }

    /// The values kept in eight bits, in the order in which they are made.
    Set<String> values() {
        Set<String> wanted = new HashSet<>();
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (node.getOpType().equals("Conv")) {
                collect(node.getInput(0), wanted);
            }
        }
        Set<String> ordered = new LinkedHashSet<>();
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (wanted.contains(node.getOutput(0))) {
                ordered.add(node.getOutput(0));
            }
        }
        return ordered;
    }

    /// A value, and those that it is made of without a convolution in between.
    private void collect(String value, Set<String> wanted) {
        NodeProto maker = makers.get(value);
        if (maker == null || !wanted.add(value)) {
            return;
        }
        switch (maker.getOpType()) {
            case "Relu" -> {
                NodeProto before = makers.get(maker.getInput(0));
                if (before != null && before.getOpType().equals("Add")) {
                    before.getInputList().forEach(input -> collect(input, wanted));
                }
            }
            case "Add" -> {
                if (maker.getInputList().stream().noneMatch(constants::containsKey)) {
                    maker.getInputList().forEach(input -> collect(input, wanted));
                }
            }
            case "Resize" -> collect(maker.getInput(0), wanted);
            default -> {
                // A convolution, or the picture: what they are made of is asked for elsewhere.
            }
        }
    }

    /// A value that has the same range as another: repeating pixels makes no new ones.
    String rangeOf(String value) {
        NodeProto maker = makers.get(value);
        return maker != null && maker.getOpType().equals("Resize") ? maker.getInput(0) : value;
    }

    private boolean answers(NodeProto node) {
        Set<String> read = readers.getOrDefault(node.getOutput(0), Set.of());
        return read.equals(Set.of("Transpose")) || read.equals(Set.of("Sigmoid"));
    }

    List<NodeProto> nodes() {
        return model.getGraph().getNodeList();
    }
}
