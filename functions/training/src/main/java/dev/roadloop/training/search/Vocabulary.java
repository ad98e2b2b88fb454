package dev.roadloop.training.search;

import dev.roadloop.training.api.TrackingException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What can be asked of a kind of thing, or what it can be ordered by.
///
/// @param entities what its keys belong to, by what may stand before their dot; attributes may also
///   come alone
/// @param texts attributes that are texts
/// @param numbers attributes that are numbers
/// @param aliases other names of attributes
/// @param setAttributes attributes that may be compared by `IN`
/// @param setEntities whose keys may all be compared by `IN`
/// @param missable whose keys may be compared by `IS NULL`
public record Vocabulary(
        Map<String, Entity> entities,
        Set<String> texts,
        Set<String> numbers,
        Map<String, String> aliases,
        Set<String> setAttributes,
        Set<Entity> setEntities,
        Set<Entity> missable) {

    public Vocabulary {
        entities = Map.copyOf(entities);
        texts = Set.copyOf(texts);
        numbers = Set.copyOf(numbers);
        aliases = Map.copyOf(aliases);
        setAttributes = Set.copyOf(setAttributes);
        setEntities = Set.copyOf(setEntities);
        missable = Set.copyOf(missable);
    }

    /// What things are ordered by, where nothing is compared.
    public Vocabulary(
            Map<String, Entity> entities,
            Set<String> texts,
            Set<String> numbers,
            Map<String, String> aliases) {
        this(entities, texts, numbers, aliases, Set.of(), Set.of(), Set.of());
    }

    /// The field that the word before a dot and a key name.
    ///
    /// @throws TrackingException naming what could have been asked
    Field field(String word, String key) {
        Entity entity = entities.get(word);
        if (entity == null) {
            throw TrackingException.invalid(
                    "Invalid entity type '"
                            + word
                            + "'. Valid entity types are "
                            + new TreeSet<>(entities.keySet()));
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
            case ATTRIBUTE -> attribute(key);
        };
    }

    /// The field of an attribute.
    ///
    /// @throws TrackingException naming what could have been asked
    public Field attribute(String name) {
        String key = aliases.getOrDefault(name, name);
        if (!texts.contains(key) && !numbers.contains(key)) {
            Set<String> all = new TreeSet<>(texts);
            all.addAll(numbers);
            throw TrackingException.invalid(
                    "Invalid attribute key '" + name + "' specified. Valid keys are '" + all + "'");
        }
        return new Field(Entity.ATTRIBUTE, key, numbers.contains(key));
    }

    /// @throws TrackingException where a field cannot be compared so
    void check(Field field, Operator operator) {
        boolean allowed =
                switch (operator) {
                    case IN, NOT_IN ->
                            setEntities.contains(field.entity())
                                    || field.entity() == Entity.ATTRIBUTE
                                            && setAttributes.contains(field.key());
                    case IS_NULL, IS_NOT_NULL -> missable.contains(field.entity());
                    case LIKE, ILIKE -> !field.numeric();
                    case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> field.numeric();
                    case EQUAL, NOT_EQUAL -> true;
                };
        if (!allowed) {
            throw TrackingException.invalid(
                    "Invalid comparator '%s' for %s '%s', whose values are %s"
                            .formatted(
                                    operator,
                                    field.entity().name().toLowerCase(Locale.ROOT),
                                    field.key(),
                                    field.numeric() ? "numbers" : "texts"));
        }
    }
}
