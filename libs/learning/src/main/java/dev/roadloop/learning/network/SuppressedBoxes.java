package dev.roadloop.learning.network;

import dev.roadloop.learning.detection.BoxDecoder;

/// The end of a graph that chooses boxes itself, as a [BoxDecoder] does: those sure enough, less
/// those that a surer one of the same class covers, the surest of the rest.
///
/// Source: ONNX operators, opset 13, NonMaxSuppression among them.
final class SuppressedBoxes {

    private final OnnxGraph graph;
    private final BoxDecoder decoder;

    SuppressedBoxes(OnnxGraph graph, BoxDecoder decoder) {
        this.graph = graph;
        this.decoder = decoder;
    }

    /// Declares and computes the outputs of [OnnxExport] that only a graph with suppression has.
    ///
    /// @param boxes (batch, locations, 4)
    /// @param scores (batch, locations, classes)
    void add(String boxes, String scores) {
        long room = Math.min(decoder.most(), answers());
        graph.declareOutput(OnnxExport.COUNTS, OnnxGraph.INT64, -1);
        graph.declareOutput(OnnxExport.CHOSEN_BOXES, -1, room, 4);
        graph.declareOutput(OnnxExport.CHOSEN_SCORES, -1, room);
        graph.declareOutput(OnnxExport.CHOSEN_CLASSES, OnnxGraph.INT64, -1, room);
        String candidates = candidates(boxes, scores);
        String places = places(suppressed(boxes, candidates));
        // What was not chosen is 0 from here on.
        String left =
                call(
                        "ScatterND",
                        graph.times(candidates, 0),
                        places,
                        call("GatherND", candidates, places));
        String[] surest = graph.greatest(left, room);
        String there = call("Greater", surest[0], graph.constant(new long[] {1}, 0));
        String classes = graph.constant((long) decoder.classes());
        graph.output(
                OnnxExport.COUNTS,
                graph.node(
                        "ReduceSum",
                        new String[] {cast(there, OnnxGraph.INT64.getNumber()), graph.constant(1L)},
                        OnnxGraph.integer("keepdims", 0)));
        graph.output(OnnxExport.CHOSEN_SCORES, surest[0]);
        graph.output(
                OnnxExport.CHOSEN_CLASSES,
                call("Where", there, call("Mod", surest[1], classes), graph.constant(-1L)));
        graph.output(
                OnnxExport.CHOSEN_BOXES,
                graph.product(
                        at(boxes, call("Div", surest[1], classes)),
                        column(cast(there, OnnxGraph.FLOAT.getNumber()))));
    }

    /// Scores in one row for each image, 0 for what a decoder does not look at: boxes without an
    /// inside, and what more than enough others are surer of.
    private String candidates(String boxes, String scores) {
        String sides = graph.minus(graph.channels(boxes, 2, 4), graph.channels(boxes, 0, 2));
        String least = graph.node("ReduceMin", new String[] {sides}, OnnxGraph.integers("axes", 2));
        String inside = call("Greater", least, graph.constant(new long[] {1}, 0));
        String row =
                call(
                        "Reshape",
                        graph.product(scores, cast(inside, OnnxGraph.FLOAT.getNumber())),
                        graph.constant(0, -1));
        if (answers() <= BoxDecoder.CANDIDATES) {
            return row;
        }
        String last =
                part(graph.greatest(row, BoxDecoder.CANDIDATES)[0], BoxDecoder.CANDIDATES - 1);
        String enough = call("GreaterOrEqual", row, last);
        return graph.product(row, cast(enough, OnnxGraph.FLOAT.getNumber()));
    }

    /// What stays: a row of image, class and location for each.
    private String suppressed(String boxes, String candidates) {
        String byLocation = call("Reshape", candidates, graph.constant(0, -1, decoder.classes()));
        String byClass =
                graph.node(
                        "Transpose",
                        new String[] {byLocation},
                        OnnxGraph.integers("perm", 0, 2, 1));
        return call(
                "NonMaxSuppression",
                boxes,
                byClass,
                graph.scalar(decoder.most()),
                graph.constant(new long[0], decoder.overlap()),
                // What is as sure as the least counts.
                graph.constant(new long[0], Math.nextDown(decoder.least())));
    }

    /// Image and place in its row of candidates.
    private String places(String suppressed) {
        String first = call("Mul", part(suppressed, 2), graph.constant((long) decoder.classes()));
        return graph.joined(1, part(suppressed, 0), graph.add(first, part(suppressed, 1)));
    }

    /// One column of (rows, columns).
    private String part(String input, long column) {
        return call(
                "Slice",
                input,
                graph.constant(column),
                graph.constant(column + 1),
                graph.constant(1L));
    }

    /// The boxes at these locations of each image.
    private String at(String boxes, String locations) {
        String column = column(locations);
        return graph.node(
                "GatherElements",
                new String[] {boxes, graph.joined(2, column, column, column, column)},
                OnnxGraph.integer("axis", 1));
    }

    private String column(String input) {
        return call("Unsqueeze", input, graph.constant(2L));
    }

    private String cast(String input, long type) {
        return graph.node("Cast", new String[] {input}, OnnxGraph.integer("to", type));
    }

    private String call(String type, String... inputs) {
        return graph.node(type, inputs);
    }

    private long answers() {
        return (long) decoder.grid().locations() * decoder.classes();
    }
}
