package dev.roadloop.training.store;

/// Where a document lies.
///
/// @param partition documents that are listed together have the same
/// @param sort the order within it
public record Key(String partition, String sort) {
    public Key {
        if (partition.isEmpty() || sort.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected a key of two texts, found \"" + partition + "\", \"" + sort + "\"");
        }
    }
}
