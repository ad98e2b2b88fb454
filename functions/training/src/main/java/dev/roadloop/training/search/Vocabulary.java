package dev.roadloop.training.search;

import dev.roadloop.training.api.TrackingException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What can be asked of a kind of thing.
///
/// @param entities what its keys belong to
/// @param texts attributes that are texts
/// @param numbers attributes that are numbers
/// @param aliases other names of attributes
/// @param exactSets attributes that may be compared by `IN`
public record Vocabulary(
        Set<Entity> entities,
        Set<String> texts,
        Set<String> numbers,
        Map<String, String> aliases,
        Set<String> exactSets) {

    public Vocabulary {
        entities = Set.copyOf(entities);
        texts = Set.copyOf(texts);
        numbers = Set.copyOf(numbers);
        aliases = Map.copyOf(aliases);
        exactSets = Set.copyOf(exactSets);
    }

    /// The field that an entity and a key name.
    ///
    /// @throws TrackingException naming what could have been asked
    Field field(Entity entity, String key) {
        if (!entities.contains(entity)) {
            throw TrackingException.invalid(
                    "Invalid entity type '"
                            + entity.name().toLowerCase(java.util.Locale.ROOT)
                            + "'. Valid entity types are "
                            + entities);
        }
        return switch (entity) {
            case METRIC -> new Field(entity, key, true);
            case PARAMETER, TAG -> new Field(entity, key, false);
            case DATASET -> {
                if (!Set.of("name", "digest", "context").contains(key)) {
                    throw TrackingException.invalid(
                            "Invalid dataset key '"
                                    + key
                                    + "' specified. Valid keys are '[context, digest, name]'");
                }
                yield new Field(entity, key, false);
            }
            case ATTRIBUTE -> attribute(aliases.getOrDefault(key, key));
        };
    }

    private Field attribute(String key) {
        if (!texts.contains(key) && !numbers.contains(key)) {
            Set<String> all = new TreeSet<>(texts);
            all.addAll(numbers);
            throw TrackingException.invalid(
                    "Invalid attribute key '" + key + "' specified. Valid keys are '" + all + "'");
        }
        return new Field(Entity.ATTRIBUTE, key, numbers.contains(key));
    }
}
