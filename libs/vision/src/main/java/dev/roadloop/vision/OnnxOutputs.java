package dev.roadloop.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Reads what models put out, in pixels of their input.
final class OnnxOutputs {

    private static final int[] STRIDES = {8, 16, 32};

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

    /// Leaves out what is no box: a model may put out anything.
    private static void add(
            List<Find> finds, int kind, double score, double x, double y, double w, double h) {
        if (Double.isFinite(score + x + y + w + h) && score > 0 && w > 0 && h > 0) {
            finds.add(new Find(kind, score, new Frame(x - w / 2, y - h / 2, w, h)));
        }
    }

    private static float[] sized(Function<String, Values> outputs, String name, int expected) {
        float[] values = outputs.apply(name).values();
        if (values.length != expected) {
            throw new IllegalStateException(
                    name + ": expected " + expected + " values, found " + values.length);
        }
        return values;
    }
}
