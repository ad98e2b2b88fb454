package dev.roadloop.convert.product;

import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.TopicKey;
import java.nio.file.Path;
import java.util.Map;

/// What a product is begun with.
///
/// @param drive the drive
/// @param keys the topics that have or may have messages, by name, as they stand in keys
/// @param store where products go
/// @param scratch an existing directory of this conversion alone, for files that begin with the
///   product's name
public record ProductContext(
        DriveId drive, Map<String, TopicKey> keys, SilverStore store, Path scratch) {
    public ProductContext {
        keys = Map.copyOf(keys);
    }
}
