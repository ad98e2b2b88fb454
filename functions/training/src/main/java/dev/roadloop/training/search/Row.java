package dev.roadloop.training.search;

import java.util.List;
import java.util.Optional;

/// Something that can be searched.
public interface Row {
    /// The number of a numeric field; empty where it has none.
    Optional<Double> number(Field field);

    /// The text of any other field; empty where it has none.
    Optional<String> text(Field field);

    /// The numbers of a numeric field that may have several. A comparison holds if it does for one.
    default List<Double> numbers(Field field) {
        return number(field).map(List::of).orElse(List.of());
    }

    /// The texts of any other field that may have several.
    default List<String> texts(Field field) {
        return text(field).map(List::of).orElse(List.of());
    }
}
