package dev.roadloop.evaluate.masks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is right and wrong about areas.
///
/// @param areas each by itself; empty where none are known
/// @param confusion what is taken for what, by slice, as [PixelConfusion#counts] of the areas in
///   their order
public record AreaReport(List<AreaNumbers> areas, Map<String, List<List<Long>>> confusion) {
    /// Where no areas are known.
    public static final AreaReport NONE = new AreaReport(List.of(), Map.of());

    /// Copies the lists; slices keep their order.
    public AreaReport {
        areas = List.copyOf(areas);
        confusion = Collections.unmodifiableMap(new LinkedHashMap<>(confusion));
    }
}
