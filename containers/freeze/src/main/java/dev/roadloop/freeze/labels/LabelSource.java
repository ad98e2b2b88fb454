package dev.roadloop.freeze.labels;

import java.util.List;

/// All that one source says.
///
/// @param name what it is called in paths, unique among the sources of a dataset
/// @param format how it was written
/// @param classes its classes in its own order, those without boxes included
/// @param areas its kinds of areas, likewise
/// @param pictures its pictures, sorted by the code points of their names
public record LabelSource(
        String name,
        LabelFormat format,
        List<String> classes,
        List<String> areas,
        List<LabelledPicture> pictures) {
    /// Copies the lists.
    public LabelSource {
        classes = List.copyOf(classes);
        areas = List.copyOf(areas);
        pictures = List.copyOf(pictures);
    }
}
