package dev.roadloop.vision;

import java.nio.file.Path;
import java.util.List;

/// A user's detector in an ONNX file.
///
/// @param file the model
/// @param layout how its outputs are read
/// @param classes what each class index stands for; classes beyond the list are ignored
/// @param threshold least score that counts, 0 to 1
public record OnnxModel(Path file, Layout layout, List<PrivateKind> classes, double threshold) {

    /// Shapes that detectors give their findings in.
    public enum Layout {
        /// OpenCV Zoo's YuNet: `cls_8`, `obj_8`, `bbox_8` and the same for strides 16 and 32.
        YUNET,
        /// Ultralytics YOLO from version 8 on: one output of 1 x (4 + classes) x boxes.
        YOLO
    }

    public OnnxModel {
        classes = List.copyOf(classes);
        if (classes.isEmpty() || !(threshold > 0 && threshold < 1)) {
            throw new IllegalArgumentException(
                    file
                            + ": expected at least one class and a threshold between 0 and 1, found"
                            + " "
                            + classes
                            + " and "
                            + threshold);
        }
    }

    /// The settings in words, without the place of the file.
    String describe() {
        return "%s, classes %s, scores from %s".formatted(layout, classes, threshold);
    }
}
