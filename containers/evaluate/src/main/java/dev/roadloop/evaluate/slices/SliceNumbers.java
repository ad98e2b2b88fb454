package dev.roadloop.evaluate.slices;

import java.util.List;

/// The numbers of one slice.
///
/// @param slice its name; `all` for the whole set
/// @param images how many images it has
/// @param numbers COCO's twelve, the calibration error, AP by class, and intersection over union of
///   areas where they are known
public record SliceNumbers(String slice, int images, List<MeasuredNumber> numbers) {
    /// Copies the list.
    public SliceNumbers {
        numbers = List.copyOf(numbers);
    }
}
