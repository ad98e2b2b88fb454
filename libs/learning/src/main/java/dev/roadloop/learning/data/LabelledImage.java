package dev.roadloop.learning.data;

import dev.roadloop.learning.detection.ClassBox;
import java.util.List;

/// An image in memory with its boxes and areas.
///
/// @param raster the pixels
/// @param boxes in these pixels
/// @param areas of these pixels
record LabelledImage(Raster raster, List<ClassBox> boxes, AreaRaster areas) {

    /// Copies the boxes.
    LabelledImage {
        boxes = List.copyOf(boxes);
    }
}
