package dev.roadloop.packaging;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.network.NetworkShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Looks at pictures to learn the range of every value that is kept in eight bits. One picture at a
/// time: memory is that of all values of one picture.
final class Calibration {

    private final NetworkShape shape;
    private final int threads;

    Calibration(NetworkShape shape, int threads) {
        this.shape = shape;
        this.threads = threads;
    }

    /// The ranges by the values' names.
    ///
    /// @param seen told after each picture how many it was
    Map<String, Range> ranges(
            EightBits graph, BatchMaker maker, List<Sample> samples, Runnable seen) {
        Set<String> values = graph.values();
        Map<String, Range> ranges = new HashMap<>();
        try (OnnxModel model = new OnnxModel(shape, showing(graph.model(), values), threads)) {
            for (Sample sample : samples) {
                Batch batch = maker.plain(List.of(sample));
                model.outputs(batch.levels(), 1)
                        .forEach((name, numbers) -> {
                            if (values.contains(name)) {
                                ranges.merge(name, Range.of(numbers), Range::or);
                            }
                        });
                seen.run();
            }
        }
        return ranges;
    }

    /// The model with more outputs.
    private static byte[] showing(ModelProto model, Set<String> values) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (String value : values) {
            graph.addOutput(
                    ValueInfoProto.newBuilder()
                            .setName(value)
                            .setType(
                                    TypeProto.newBuilder()
                                            .setTensorType(
                                                    TypeProto.Tensor.newBuilder()
                                                            .setElemType(
                                                                    TensorProto.DataType.FLOAT
                                                                            .getNumber()))));
        }
        return model.toBuilder().setGraph(graph).build().toByteArray();
    }
}
