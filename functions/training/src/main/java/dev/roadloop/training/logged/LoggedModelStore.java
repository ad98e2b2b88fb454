package dev.roadloop.training.logged;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.InternalException;
import dev.roadloop.training.api.Names;
import dev.roadloop.training.api.TrackingException;
import dev.roadloop.training.store.Key;
import dev.roadloop.training.store.Stored;
import dev.roadloop.training.store.TrackingTable;
import dev.roadloop.training.store.Write;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Logged models: one document each, in a partition of their experiment, and a pointer from the
/// model's id to it.
public final class LoggedModelStore {
    private final TrackingTable table;
    private final InstantSource clock;

    public LoggedModelStore(TrackingTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    void create(LoggedModel model, String experiment) {
        boolean made =
                table.write(
                        new Write.Insert(
                                pointer(model.id()),
                                Json.jackson().createObjectNode().put("experiment", experiment)),
                        new Write.Insert(key(experiment, model.id()), model.document()));
        if (!made) {
            throw new InternalException(
                    "logged model "
                            + model.id()
                            + " exists already, though its id was drawn at random");
        }
    }

    /// @throws TrackingException if there is none
    LoggedModel get(String id) {
        return new LoggedModel(stored(id).document());
    }

    List<LoggedModel> list(String experiment) {
        return table.list(partition(Names.id("experiment id", experiment))).stream()
                .map(stored -> new LoggedModel(stored.document()))
                .toList();
    }

    LoggedModel update(String id, BiFunction<LoggedModel, Long, LoggedModel> change) {
        return table.retrying(
                "changing logged model " + id,
                attempt -> {
                    Stored old = stored(id);
                    LoggedModel changed =
                            change.apply(new LoggedModel(old.document()), clock.millis());
                    return table.write(new Write.Replace(old, changed.document()))
                            ? Optional.of(changed)
                            : Optional.empty();
                });
    }

    /// What a run measured of a model.
    ///
    /// @param metric MLflow's `Metric`
    public void addMetric(String id, ObjectNode metric) {
        update(id, (model, now) -> model.withMetric(metric, now));
    }

    void delete(String id) {
        table.retrying(
                "deleting logged model " + id,
                attempt ->
                        table.write(new Write.Delete(stored(id)))
                                ? Optional.of(true)
                                : Optional.empty());
        table.find(pointer(id)).ifPresent(found -> table.write(new Write.Delete(found)));
    }

    private Stored stored(String id) {
        Optional<Stored> found =
                table.find(pointer(Names.id("model id", id)))
                        .flatMap(home ->
                                table.find(key(home.document().path("experiment").asText(), id)));
        return found.orElseThrow(
                () -> TrackingException.missing("Logged model with ID '" + id + "' not found."));
    }

    private static Key pointer(String id) {
        return new Key("LOGGED#" + id, "HOME");
    }

    private static Key key(String experiment, String id) {
        return new Key(partition(experiment), id);
    }

    private static String partition(String experiment) {
        return "LOGGED_OF#" + experiment;
    }
}
