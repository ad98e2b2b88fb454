package dev.roadloop.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Reads what models put out, in pixels of their input.
final class OnnxOutputs {

    private static final int[] STRIDES = {8, 16, 32};

    /// Pixels to a cell of CenterFace's maps.
    private static final int CELL = 4;

    /// One find.
    ///
    /// @param kind index of the class
    record Find(int kind, double score, Frame frame) {}

    /// A tensor of an output. The arrays are not copied.
    @SuppressWarnings("ArrayRecordComponent")
    record Values(long[] shape, float[] values) {}

    private OnnxOutputs() {}

    /// OpenCV's YuNet of 2023: per stride a class score, an object score and a box for each cell of
    /// the grid; the box's centre counts from the cell, its sides are logarithms. One class.
    ///
    /// Source: OpenCV, FaceDetectorYN.
    static List<Find> yunet(Function<String, Values> outputs, int width, int height) {
        List<Find> finds = new ArrayList<>();
        for (int stride : STRIDES) {
            int columns = width / stride;
            int cells = columns * (height / stride);
            float[] kinds = sized(outputs, "cls_" + stride, cells);
            float[] objects = sized(outputs, "obj_" + stride, cells);
            float[] boxes = sized(outputs, "bbox_" + stride, 4 * cells);
            for (int i = 0; i < cells; i++) {
                double score = Math.sqrt(Math.clamp(kinds[i], 0, 1) * Math.clamp(objects[i], 0, 1));
                double x = (i % columns + boxes[4 * i]) * stride;
                double y = (i / columns + boxes[4 * i + 1]) * stride;
                double w = Math.exp(boxes[4 * i + 2]) * stride;
                double h = Math.exp(boxes[4 * i + 3]) * stride;
                add(finds, 0, score, x, y, w, h);
            }
        }
        return finds;
    }

    /// YOLO since version 8: for each box the centre, the sides and a score per class, as 1 x (4 +
    /// classes) x boxes.
    static List<Find> yolo(Values output) {
        long[] shape = output.shape();
        if (shape.length != 3 || shape[0] != 1 || shape[1] < 5) {
            throw new IllegalStateException(
                    "expected a YOLO output of 1 x (4 + classes) x boxes, found "
                            + Arrays.toString(shape));
        }
        int rows = (int) shape[1];
        int boxes = (int) shape[2];
        float[] v = output.values();
        List<Find> finds = new ArrayList<>();
        for (int i = 0; i < boxes; i++) {
            int best = 4;
            for (int row = 5; row < rows; row++) {
                best = v[row * boxes + i] > v[best * boxes + i] ? row : best;
            }
            add(
                    finds,
                    best - 4,
                    v[best * boxes + i],
                    v[i],
                    v[boxes + i],
                    v[2 * boxes + i],
                    v[3 * boxes + i]);
        }
        return finds;
    }

    /// CenterFace: for each cell of 4 x 4 pixels a score, the logarithms of height and width in
    /// cells, and how far down and right of the cell's centre the box's lies. One class.
    ///
    /// Source: Xu et al., "CenterFace: Joint Face Detection and Alignment Using Face as Point",
    /// 2020.
    ///
    /// @param least scores that count
    static List<Find> centerFace(
            Values scores, Values sides, Values offsets, int width, int height, double least) {
        int columns = width / CELL;
        int cells = columns * (height / CELL);
        float[] score = sized(scores.values(), "the map of scores", cells);
        float[] side = sized(sides.values(), "the map of sides", 2 * cells);
        float[] offset = sized(offsets.values(), "the map of offsets", 2 * cells);
        List<Find> finds = new ArrayList<>();
        for (int i = 0; i < cells; i++) {
            if (score[i] >= least) {
                add(
                        finds,
                        0,
                        score[i],
                        (i % columns + offset[cells + i] + 0.5) * CELL,
                        (i / columns + offset[i] + 0.5) * CELL,
                        Math.exp(side[cells + i]) * CELL,
                        Math.exp(side[i]) * CELL);
            }
        }
        return finds;
    }

    /// Models of this platform: the best class of each box whose score counts.
    ///
    /// @param least scores that count
    static List<Find> roadloop(Function<String, Values> outputs, double least) {
        Values scores = outputs.apply("scores");
        long[] shape = scores.shape();
        if (shape.length != 3 || shape[0] != 1 || shape[2] < 1) {
            throw new IllegalStateException(
                    "scores: expected 1 x boxes x classes, found " + Arrays.toString(shape));
        }
        int classes = (int) shape[2];
        float[] score = scores.values();
        float[] b = sized(outputs, "boxes", 4 * (int) shape[1]);
        List<Find> finds = new ArrayList<>();
        for (int i = 0; i < shape[1]; i++) {
            int best = classes * i;
            for (int at = best + 1; at < classes * (i + 1); at++) {
                best = score[at] > score[best] ? at : best;
            }
            if (score[best] >= least) {
                double w = b[4 * i + 2] - b[4 * i];
                double h = b[4 * i + 3] - b[4 * i + 1];
                add(
                        finds,
                        best - classes * i,
                        score[best],
                        b[4 * i] + w / 2,
                        b[4 * i + 1] + h / 2,
                        w,
                        h);
            }
        }
        return finds;
    }

    /// Leaves out what is no box: a model may put out anything.
    private static void add(
            List<Find> finds, int kind, double score, double x, double y, double w, double h) {
        if (Double.isFinite(score + x + y + w + h) && score > 0 && w > 0 && h > 0) {
            finds.add(new Find(kind, score, new Frame(x - w / 2, y - h / 2, w, h)));
        }
    }

    private static float[] sized(Function<String, Values> outputs, String name, int expected) {
        return sized(outputs.apply(name).values(), name, expected);
    }

    private static float[] sized(float[] values, String name, int expected) {
        if (values.length != expected) {
            throw new IllegalStateException(
                    name + ": expected " + expected + " values, found " + values.length);
        }
        return values;
    }
}
