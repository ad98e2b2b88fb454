package dev.roadloop.evaluate.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a model says about a picture.
///
/// @param boxes what it finds, in pixels of the picture, surest first
/// @param areas the picture's areas; null if the model knows none
public record Look(List<FoundBox> boxes, @Nullable AreaMap areas) {
    /// Copies the list.
    public Look {
        boxes = List.copyOf(boxes);
    }
}
