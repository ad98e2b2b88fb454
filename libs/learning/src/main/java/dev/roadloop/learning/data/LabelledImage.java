package dev.roadloop.learning.data;

import dev.roadloop.learning.detection.ClassBox;
import java.util.List;

/// An image in memory with its boxes.
///
/// @param raster the pixels
/// @param boxes in these pixels
public record LabelledImage(Raster raster, List<ClassBox> boxes) {

    /// Copies the boxes.
    public LabelledImage {
        boxes = List.copyOf(boxes);
    }
}
