package dev.roadloop.learning.data;

import dev.roadloop.contracts.LabelledArea;
import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.detection.ClassBox;
import java.nio.file.Path;
import java.util.List;

/// A labelled image that lies in a file.
///
/// @param id unique in its set
/// @param image the file
/// @param digest of the file's bytes
/// @param width columns, as the labels know them
/// @param height rows
/// @param boxes in pixels of the image
/// @param areas what is known of areas, by their indexes
public record Sample(
        String id,
        Path image,
        Sha256 digest,
        int width,
        int height,
        List<ClassBox> boxes,
        List<LabelledArea> areas) {

    /// Copies the lists.
    public Sample {
        boxes = List.copyOf(boxes);
        areas = List.copyOf(areas);
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "sample %s: expected at least one pixel, found %dx%d"
                            .formatted(id, width, height));
        }
    }

    /// A sample of which no areas are known.
    public Sample(
            String id, Path image, Sha256 digest, int width, int height, List<ClassBox> boxes) {
        this(id, image, digest, width, height, boxes, List.of());
    }
}
