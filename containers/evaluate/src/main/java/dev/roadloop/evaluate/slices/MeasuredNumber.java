package dev.roadloop.evaluate.slices;

import dev.roadloop.evaluate.statistics.Interval;
import org.jspecify.annotations.Nullable;

/// One number of one slice.
///
/// @param name what it is
/// @param value null where the slice has nothing to take it from
/// @param interval null where too few resampled sets have the number, or none were drawn
public record MeasuredNumber(String name, @Nullable Double value, @Nullable Interval interval) {}
