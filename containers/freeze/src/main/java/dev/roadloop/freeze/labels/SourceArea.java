package dev.roadloop.freeze.labels;

import dev.roadloop.domain.mask.Segmentation;

/// A part of an area as its source has it.
///
/// @param where the entry, for messages
/// @param name what kind of area, in the source's own words
/// @param mask its pixels
/// @param ignored whether these are pixels that are not to be judged
public record SourceArea(String where, String name, Segmentation mask, boolean ignored) {}
