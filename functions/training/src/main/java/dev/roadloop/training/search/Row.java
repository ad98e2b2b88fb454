package dev.roadloop.training.search;

import java.util.Optional;

/// Something that can be searched.
public interface Row {
    /// The number of a numeric field; empty where it has none.
    Optional<Double> number(Field field);

    /// The text of any other field; empty where it has none.
    Optional<String> text(Field field);
}
