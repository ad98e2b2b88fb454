package dev.roadloop.learning.network;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.roadloop.learning.areas.AreaGrid;
import dev.roadloop.learning.detection.BoxDecoder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes a network as ONNX: normalisations folded into the convolutions before them, boxes and
/// scores computed in the graph, any number of images at once.
///
/// Input `images` (batch, 3, rows, columns), float32: red, green, blue, each 0 to 255. Outputs
/// `boxes` (batch, locations, 4): left, top, right, bottom in pixels of the input, cut to it;
/// `scores` (batch, locations, classes): the square root of class probability times centreness, as
/// [BoxDecoder] has it. Nothing is suppressed. A network with areas has one more, `areas` (batch,
/// areas, rows / 4, columns / 4): how probably each cell of four by four pixels belongs to each
/// area, 0 to 1; areas may overlap.
///
/// A graph with suppression has outputs beside these, for up to as many boxes of an image as its
/// decoder keeps: `detection_count` (batch), int64; `detection_boxes` (batch, most, 4),
/// `detection_scores` (batch, most) and `detection_classes` (batch, most), int64, the surest first.
/// From the count on, boxes and scores are 0, classes -1.
///
/// Source: ONNX operators, opset 13.
public final class OnnxExport {

    /// The graph's input.
    public static final String IMAGES = "images";

    /// The output with the boxes.
    public static final String BOXES = "boxes";

    /// The output with the scores.
    public static final String SCORES = "scores";

    /// The output with the areas, where there are any.
    public static final String AREAS = "areas";

    /// The output with the numbers of chosen boxes.
    public static final String COUNTS = "detection_count";

    /// The output with the chosen boxes.
    public static final String CHOSEN_BOXES = "detection_boxes";

    /// The output with the scores of chosen boxes.
    public static final String CHOSEN_SCORES = "detection_scores";

    /// The output with the classes of chosen boxes.
    public static final String CHOSEN_CLASSES = "detection_classes";

    private static final int IR_VERSION = 7;
    private static final int OPSET = 13;

    private OnnxExport() {}

    /// The network as the bytes of a `.onnx` file. Equal networks and metadata give equal bytes.
    ///
    /// @param metadata is written into the file
    public static byte[] export(PerceptionNetwork network, Map<String, String> metadata) {
        return export(network, metadata, null);
    }

    /// The same with suppression, if that is wanted.
    ///
    /// @param decoder what the graph chooses boxes as; absent for a graph that suppresses nothing
    public static byte[] export(
            PerceptionNetwork network, Map<String, String> metadata, @Nullable BoxDecoder decoder) {
        NetworkShape shape = network.shape();
        long locations = shape.grid().locations();
        OnnxGraph graph = new OnnxGraph();
        graph.declareInput(IMAGES, -1, 3, shape.grid().height(), shape.grid().width());
        graph.declareOutput(BOXES, -1, locations, 4);
        graph.declareOutput(SCORES, -1, locations, shape.classes());
        if (shape.areas() > 0) {
            AreaGrid cells = AreaGrid.over(shape.grid(), shape.areas());
            graph.declareOutput(AREAS, -1, cells.areas(), cells.rows(), cells.columns());
        }
        network.export(graph, IMAGES);
        if (decoder != null) {
            new SuppressedBoxes(graph, decoder).add(BOXES, SCORES);
        }
        ModelProto.Builder model =
                ModelProto.newBuilder()
                        .setIrVersion(IR_VERSION)
                        .setProducerName("roadloop")
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                        .setGraph(graph.graph());
        new TreeMap<>(metadata)
                .forEach((key, value) ->
                        model.addMetadataProps(
                                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }
}
