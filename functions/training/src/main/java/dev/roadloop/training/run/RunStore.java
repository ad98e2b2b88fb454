package dev.roadloop.training.run;

import dev.roadloop.contracts.Json;
import dev.roadloop.domain.InternalException;
import dev.roadloop.training.api.Names;
import dev.roadloop.training.api.TrackingException;
import dev.roadloop.training.store.Key;
import dev.roadloop.training.store.Stored;
import dev.roadloop.training.store.TrackingTable;
import dev.roadloop.training.store.Write;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Runs: one document each, in the partition of their experiment, and a pointer from the run's id
/// to it. Each change of a run is one conditional write, so that a batch is logged whole or not at
/// all.
public final class RunStore {
    private static final int MOST_POINTERS = 100_000;

    private final TrackingTable table;
    private final InstantSource clock;

    /// Experiments of runs, which never change.
    private final Map<String, String> experiments = new ConcurrentHashMap<>();

    public RunStore(TrackingTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /// The partition of an experiment's runs.
    static String partition(String experiment) {
        return "EXP#" + experiment;
    }

    void create(Run run) {
        String id = run.info().id();
        boolean made =
                table.write(
                        new Write.Insert(
                                pointer(id),
                                Json.jackson()
                                        .createObjectNode()
                                        .put("experiment", run.info().experimentId())),
                        new Write.Insert(
                                key(run.info().experimentId(), id),
                                run.document(),
                                OptionalLong.of(clock.millis())));
        if (!made) {
            throw new InternalException(
                    "run " + id + " exists already, though its id was drawn at random");
        }
    }

    /// Finds one.
    ///
    /// @throws TrackingException if there is none
    Run get(String id) {
        return Run.stored(stored(id).document());
    }

    /// The artifact URI of a run.
    ///
    /// @throws TrackingException if there is no such run
    public String artifactUri(String id) {
        return get(id).info().artifactUri();
    }

    /// Refuses what [#update] would refuse, and writes nothing.
    void check(String id, Consumer<RunDraft> change) {
        active(change).accept(new RunDraft(get(id)));
    }

    /// Changes an active run.
    Run update(String id, Consumer<RunDraft> change) {
        return updateAny(id, active(change));
    }

    private static Consumer<RunDraft> active(Consumer<RunDraft> change) {
        return draft -> {
            if (!draft.info().active()) {
                throw TrackingException.invalid(
                        "The run "
                                + draft.info().id()
                                + " must be in the 'active' state. Current state is deleted.");
            }
            change.accept(draft);
        };
    }

    /// Changes a run, deleted or not. Where the change comes to nothing, nothing is written.
    Run updateAny(String id, Consumer<RunDraft> change) {
        return table.retrying(
                "changing run " + id,
                attempt -> {
                    Stored old = stored(id);
                    Run before = Run.stored(old.document());
                    RunDraft draft = new RunDraft(before);
                    change.accept(draft);
                    Run after = draft.finished();
                    boolean done =
                            after.equals(before)
                                    || table.write(
                                            new Write.Replace(
                                                    old,
                                                    after.document(),
                                                    OptionalLong.of(clock.millis())));
                    return done ? Optional.of(after) : Optional.empty();
                });
    }

    private Stored stored(String id) {
        if (!Names.isId(id)) {
            throw TrackingException.missing("Run with id=" + id + " not found");
        }
        String experiment = experiments.get(id);
        if (experiment == null) {
            experiment =
                    table.find(pointer(id))
                            .map(found -> found.document().path("experiment").asText())
                            .orElseThrow(() ->
                                    TrackingException.missing("Run with id=" + id + " not found"));
            if (experiments.size() >= MOST_POINTERS) {
                experiments.clear();
            }
            experiments.put(id, experiment);
        }
        return table.find(key(experiment, id))
                .orElseThrow(() -> TrackingException.missing("Run with id=" + id + " not found"));
    }

    private static Key pointer(String id) {
        return new Key("RUN#" + id, "HOME");
    }

    private static Key key(String experiment, String id) {
        return new Key(partition(experiment), "RUN#" + id);
    }
}
