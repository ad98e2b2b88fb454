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
        YOLO,
        /// CenterFace: a map of scores, of sides and of offsets for each 4 x 4 pixels, in this
        /// order, and landmarks, which are not read.
        CENTERFACE,
        /// What packages of this platform hold: `boxes` as 1 x boxes x 4 (left, top, right, bottom)
        /// and `scores` as 1 x boxes x classes.
        ROADLOOP;

        /// Whether the first plane is red; else it is blue.
        boolean redFirst() {
            return this != YUNET;
        }

        /// What stands for the brightest of a colour.
        float brightest() {
            return this == YOLO ? 1 : 255;
        }
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
