package dev.roadloop.contracts;

import org.jspecify.annotations.Nullable;

/// Something that a conversion made beside the signal tables and keyframes.
///
/// @param product what it is: `sync`, `lidar`, `clips`
/// @param topic the topic it was made of; absent where it was made of several
/// @param prefix what the keys of all its objects in silver begin with
/// @param objects how many objects there are
/// @param items how many rows, sweeps or clips they hold
/// @param bytes how many bytes they have
public record MadeProduct(
        String product,
        @Nullable String topic,
        String prefix,
        long objects,
        long items,
        long bytes) {
    /// @throws IllegalArgumentException when a field is missing or a count negative
    public MadeProduct {
        Required.text(product, "product");
        Required.text(prefix, "prefix");
        Required.notNegative(objects, "objects");
        Required.notNegative(items, "items");
        Required.notNegative(bytes, "bytes");
    }
}
