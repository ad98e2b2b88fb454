package dev.roadloop.training.registry;

import dev.roadloop.training.api.ErrorCode;
import dev.roadloop.training.api.Names;
import dev.roadloop.training.api.TrackingException;
import dev.roadloop.training.store.Key;
import dev.roadloop.training.store.Stored;
import dev.roadloop.training.store.TrackingTable;
import dev.roadloop.training.store.Write;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Registered models and their versions, in two partitions of the table. Versions lie under the
/// model's uid, so that a new name is one write.
final class ModelRegistry {
    private static final String MODELS = "MODELS";
    private static final String VERSIONS = "MODEL_VERSIONS";
    private static final int LONGEST_NAME = 256;

    private final TrackingTable table;
    private final InstantSource clock;

    ModelRegistry(TrackingTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    RegisteredModel create(String name, Map<String, String> tags, String description) {
        Names.model("name", name, LONGEST_NAME);
        long now = clock.millis();
        RegisteredModel made =
                new RegisteredModel(
                        UUID.randomUUID().toString(),
                        name,
                        description,
                        now,
                        now,
                        tags,
                        Map.of(),
                        1);
        if (!table.write(new Write.Insert(model(name), made.document()))) {
            throw taken(name);
        }
        return made;
    }

    /// @throws TrackingException if there is none
    RegisteredModel get(String name) {
        return RegisteredModel.stored(stored(name).document());
    }

    List<RegisteredModel> list() {
        return table.list(MODELS).stream()
                .map(stored -> RegisteredModel.stored(stored.document()))
                .toList();
    }

    RegisteredModel update(String name, BiFunction<RegisteredModel, Long, RegisteredModel> change) {
        return table.retrying(
                "changing registered model " + name,
                attempt -> {
                    Stored old = stored(name);
                    RegisteredModel changed =
                            change.apply(RegisteredModel.stored(old.document()), clock.millis());
                    return table.write(new Write.Replace(old, changed.document()))
                            ? Optional.of(changed)
                            : Optional.empty();
                });
    }

    RegisteredModel rename(String name, String newName) {
        Names.model("name", newName, LONGEST_NAME);
        return table.retrying(
                "renaming registered model " + name,
                attempt -> {
                    Stored old = stored(name);
                    if (table.find(model(newName)).isPresent()) {
                        throw taken(newName);
                    }
                    RegisteredModel renamed =
                            RegisteredModel.stored(old.document()).named(newName, clock.millis());
                    return table.write(
                                    new Write.Delete(old),
                                    new Write.Insert(model(newName), renamed.document()))
                            ? Optional.of(renamed)
                            : Optional.empty();
                });
    }

    /// Its versions go after it; those that a broken call leaves belong to no model and are not
    /// shown.
    ///
    /// @param check of the model, before anything is deleted; may throw
    void delete(String name, Consumer<RegisteredModel> check) {
        String uid =
                table.retrying(
                        "deleting registered model " + name,
                        attempt -> {
                            Stored old = stored(name);
                            RegisteredModel model = RegisteredModel.stored(old.document());
                            check.accept(model);
                            return table.write(new Write.Delete(old))
                                    ? Optional.of(model.uid())
                                    : Optional.empty();
                        });
        table.list(VERSIONS, uid + "#").forEach(version -> table.write(new Write.Delete(version)));
    }

    /// Makes sure that there is a model of this name.
    void ensure(String name) {
        if (table.find(model(name)).isEmpty()) {
            try {
                create(name, Map.of(), "");
            } catch (TrackingException e) {
                if (e.code() != ErrorCode.RESOURCE_ALREADY_EXISTS) {
                    throw e;
                }
            }
        }
    }

    ModelVersion createVersion(
            String name, Map<String, String> origin, Map<String, String> tags, String description) {
        return table.retrying(
                "registering a version of " + name,
                attempt -> create(stored(name), name, origin, tags, description));
    }

    /// The version that has this origin and these tags, others too; made if there is none. Of two
    /// that make it at once, one finds the other's.
    ModelVersion versionOnce(String name, Map<String, String> origin, Map<String, String> tags) {
        return table.retrying(
                "registering a version of " + name,
                attempt -> {
                    // Read before the versions: whoever makes one meanwhile changes it.
                    Stored old = stored(name);
                    Optional<ModelVersion> there =
                            versions(RegisteredModel.stored(old.document())).stream()
                                    .filter(version ->
                                            contains(version.origin(), origin)
                                                    && contains(version.tags(), tags))
                                    .findFirst();
                    return there.isPresent() ? there : create(old, name, origin, tags, "");
                });
    }

    private static boolean contains(Map<String, String> all, Map<String, String> some) {
        return all.entrySet().containsAll(some.entrySet());
    }

    private Optional<ModelVersion> create(
            Stored old,
            String name,
            Map<String, String> origin,
            Map<String, String> tags,
            String description) {
        RegisteredModel model = RegisteredModel.stored(old.document());
        long now = clock.millis();
        ModelVersion made =
                new ModelVersion(
                        model.uid(),
                        name,
                        model.nextVersion(),
                        Stage.NONE,
                        description,
                        now,
                        now,
                        origin,
                        tags);
        boolean done =
                table.write(
                        new Write.Replace(old, model.withOneMoreVersion(now).document()),
                        new Write.Insert(version(model.uid(), made.number()), made.document()));
        return done ? Optional.of(made) : Optional.empty();
    }

    /// @throws TrackingException if there is none
    ModelVersion version(String name, String number) {
        return ModelVersion.stored(storedVersion(get(name), number).document(), name);
    }

    List<ModelVersion> versions(RegisteredModel model) {
        return table.list(VERSIONS, model.uid() + "#").stream()
                .map(stored -> ModelVersion.stored(stored.document(), model.name()))
                .toList();
    }

    /// Of all models.
    List<ModelVersion> versions() {
        Map<String, String> names = new HashMap<>();
        list().forEach(model -> names.put(model.uid(), model.name()));
        return table.list(VERSIONS).stream()
                .filter(stored -> names.containsKey(stored.document().path("model").asText()))
                .map(stored ->
                        ModelVersion.stored(
                                stored.document(),
                                names.getOrDefault(stored.document().path("model").asText(), "")))
                .toList();
    }

    ModelVersion updateVersion(
            String name, String number, BiFunction<ModelVersion, Long, ModelVersion> change) {
        return table.retrying(
                "changing version " + number + " of " + name,
                attempt -> {
                    Stored old = storedVersion(get(name), number);
                    ModelVersion changed =
                            change.apply(ModelVersion.stored(old.document(), name), clock.millis());
                    return table.write(new Write.Replace(old, changed.document()))
                            ? Optional.of(changed)
                            : Optional.empty();
                });
    }

    /// With the aliases that lead to it.
    ///
    /// @param check of the model, before anything is deleted; may throw
    void deleteVersion(String name, String number, Consumer<RegisteredModel> check) {
        table.retrying(
                "deleting version " + number + " of " + name,
                attempt -> {
                    Stored old = stored(name);
                    RegisteredModel model = RegisteredModel.stored(old.document());
                    Stored version = storedVersion(model, number);
                    check.accept(model);
                    Map<String, String> aliases = new TreeMap<>(model.aliases());
                    aliases.values().removeIf(number::equals);
                    boolean done =
                            table.write(
                                    new Write.Replace(
                                            old, model.aliased(aliases, clock.millis()).document()),
                                    new Write.Delete(version));
                    return done ? Optional.of(true) : Optional.empty();
                });
    }

    /// @throws TrackingException if there is none
    Stored stored(String name) {
        return table.find(model(name))
                .orElseThrow(() ->
                        TrackingException.missing(
                                "Registered Model with name=" + name + " not found"));
    }

    /// A version by its number as the registry writes it: `01` is none, as aliases and guards
    /// compare texts.
    ///
    /// @throws TrackingException if there is none
    Stored storedVersion(RegisteredModel model, String number) {
        if (!number.matches("-?\\d+")) {
            throw TrackingException.invalid(
                    "Parameter 'version' must be an integer, got '" + number + "'.");
        }
        Optional<Stored> found =
                number.matches("[1-9]\\d{0,7}")
                        ? table.find(version(model.uid(), Integer.parseInt(number)))
                        : Optional.empty();
        return found.orElseThrow(() ->
                TrackingException.missing(
                        "Model Version (name="
                                + model.name()
                                + ", version="
                                + number
                                + ") not found"));
    }

    private static TrackingException taken(String name) {
        return new TrackingException(
                ErrorCode.RESOURCE_ALREADY_EXISTS,
                "Registered Model (name=" + name + ") already exists.");
    }

    private static Key model(String name) {
        return new Key(MODELS, Names.shorter("name", name, LONGEST_NAME));
    }

    private static Key version(String uid, int number) {
        return new Key(VERSIONS, "%s#%08d".formatted(uid, number));
    }
}
