package dev.roadloop.training.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.ErrorCode;
import dev.roadloop.training.api.Names;
import dev.roadloop.training.api.TrackingException;
import dev.roadloop.training.store.Key;
import dev.roadloop.training.store.Stored;
import dev.roadloop.training.store.TrackingTable;
import dev.roadloop.training.store.Write;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;

/// All experiments, in one partition of the table; their names, which are unique among the deleted
/// ones too, in another. The default experiment is made when it is first asked for.
public final class ExperimentStore {
    private static final String EXPERIMENTS = "EXPERIMENTS";
    private static final String NAMES = "EXPERIMENT_NAMES";
    private static final long SMALLEST_ID = 100_000_000_000_000_000L;

    private final TrackingTable table;
    private final InstantSource clock;

    public ExperimentStore(TrackingTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /// Makes one.
    ///
    /// @param artifactLocation where its artifacts are to lie; empty for the server's own place
    /// @throws TrackingException if the name is taken
    public Experiment create(
            String name, Optional<String> artifactLocation, Map<String, String> tags) {
        String id =
                Long.toString(ThreadLocalRandom.current().nextLong(SMALLEST_ID, 10 * SMALLEST_ID));
        return create(id, name, artifactLocation, tags);
    }

    private Experiment create(
            String id, String name, Optional<String> artifactLocation, Map<String, String> tags) {
        long now = clock.millis();
        Experiment made =
                new Experiment(
                        id,
                        name,
                        artifactLocation.orElse("mlflow-artifacts:/" + id),
                        true,
                        now,
                        now,
                        tags);
        if (!table.write(
                new Write.Insert(key(id), made.document()),
                new Write.Insert(name(name), naming(id)))) {
            throw new TrackingException(
                    ErrorCode.RESOURCE_ALREADY_EXISTS,
                    "Experiment(name="
                            + name
                            + ") already exists. If it was deleted, restore it, or choose another"
                            + " name.");
        }
        return made;
    }

    /// Finds one by its id.
    ///
    /// @throws TrackingException if there is none
    public Experiment get(String id) {
        return find(id).map(stored -> Experiment.stored(stored.document()))
                .orElseThrow(() -> missing("No Experiment with id=" + id + " exists"));
    }

    /// Finds an active or deleted one by its name.
    public Optional<Experiment> findNamed(String name) {
        if (name.equals("Default")) {
            get(Experiment.DEFAULT_ID);
        }
        return table.find(name(name)).map(naming -> get(naming.document().path("id").asText()));
    }

    /// All of them, deleted ones too.
    public List<Experiment> list() {
        get(Experiment.DEFAULT_ID);
        return table.list(EXPERIMENTS).stream()
                .map(stored -> Experiment.stored(stored.document()))
                .toList();
    }

    /// Changes one.
    ///
    /// @param change from what it is and the time, in milliseconds since the epoch, to what it is
    ///   to be
    Experiment update(String id, BiFunction<Experiment, Long, Experiment> change) {
        return table.retrying(
                "changing experiment " + id,
                attempt -> {
                    Stored old =
                            find(id).orElseThrow(() ->
                                    missing("No Experiment with id=" + id + " exists"));
                    Experiment changed =
                            change.apply(Experiment.stored(old.document()), clock.millis());
                    return table.write(new Write.Replace(old, changed.document()))
                            ? Optional.of(changed)
                            : Optional.empty();
                });
    }

    /// Gives one another name.
    void rename(String id, String newName) {
        table.retrying(
                "renaming experiment " + id,
                attempt -> {
                    Stored old =
                            find(id).orElseThrow(() ->
                                    missing("No Experiment with id=" + id + " exists"));
                    Experiment before = Experiment.stored(old.document());
                    requireActive(before);
                    if (before.name().equals(newName)) {
                        return Optional.of(true);
                    }
                    if (table.find(name(newName)).isPresent()) {
                        throw new TrackingException(
                                ErrorCode.RESOURCE_ALREADY_EXISTS,
                                "Experiment(name=" + newName + ") already exists.");
                    }
                    Stored naming =
                            table.find(name(before.name()))
                                    .orElseThrow(() ->
                                            missing("The name of experiment " + id + " is gone"));
                    boolean done =
                            table.write(
                                    new Write.Replace(
                                            old, before.named(newName, clock.millis()).document()),
                                    new Write.Delete(naming),
                                    new Write.Insert(name(newName), naming(id)));
                    return done ? Optional.of(true) : Optional.empty();
                });
    }

    /// Refuses to change what was deleted.
    public static void requireActive(Experiment experiment) {
        if (!experiment.active()) {
            throw TrackingException.invalid(
                    "The experiment "
                            + experiment.id()
                            + " must be in the 'active' state. Current state is deleted.");
        }
    }

    private Optional<Stored> find(String id) {
        Key key = key(Names.id("experiment id", id));
        Optional<Stored> found = table.find(key);
        if (found.isEmpty() && id.equals(Experiment.DEFAULT_ID)) {
            try {
                create(id, "Default", Optional.empty(), Map.of());
            } catch (TrackingException e) {
                // Another call made it meanwhile, which is as good.
                if (e.code() != ErrorCode.RESOURCE_ALREADY_EXISTS) {
                    throw e;
                }
            }
            return table.find(key);
        }
        return found;
    }

    private static TrackingException missing(String message) {
        return TrackingException.missing(message);
    }

    private static Key key(String id) {
        return new Key(EXPERIMENTS, id);
    }

    private static Key name(String name) {
        return new Key(NAMES, name);
    }

    private static ObjectNode naming(String id) {
        return Json.jackson().createObjectNode().put("id", id);
    }
}
