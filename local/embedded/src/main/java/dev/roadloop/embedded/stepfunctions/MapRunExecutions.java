package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.stepfunctions.asl.Graph;
import dev.roadloop.embedded.stepfunctions.asl.Machine;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.engine.ExecutionInfo;
import dev.roadloop.embedded.stepfunctions.engine.MapRuns;
import dev.roadloop.embedded.stepfunctions.engine.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Distributed Maps: keeps the map runs, starts their children as executions, and answers the calls
/// about them.
final class MapRunExecutions implements MapRuns {

    private final Path directory;
    private final MachineStore machines;
    private final Scheduler scheduler;
    private final ApiCaller caller;
    private final String arnPrefix;
    private final Map<String, MapRun> runs = new ConcurrentSkipListMap<>();
    private final Set<String> awaited = ConcurrentHashMap.newKeySet();
    private @Nullable Executions executions;

    MapRunExecutions(
            Path directory,
            MachineStore machines,
            Scheduler scheduler,
            ApiCaller caller,
            String arnPrefix) {
        this.directory = directory;
        this.machines = machines;
        this.scheduler = scheduler;
        this.caller = caller;
        this.arnPrefix = arnPrefix;
    }

    /// Ties the knot with the executions that map runs start; reads the map runs of earlier
    /// processes.
    MapRuns on(Executions those) {
        executions = those;
        try {
            Files.createDirectories(directory);
            try (var files = Files.list(directory)) {
                for (Path file : files.sorted().toList()) {
                    MapRunFile.open(file)
                            .ifPresent(known -> runs.put(known.arn(), new MapRun(known, this)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the map runs in " + directory, e);
        }
        return this;
    }

    Executions executions() {
        if (executions == null) {
            throw new IllegalStateException(
                    "Map runs were used before they were tied to executions");
        }
        return executions;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    ApiCaller caller() {
        return caller;
    }

    MachineStore machines() {
        return machines;
    }

    /// What an execution runs: its machine, or for a child of a map run the processor of the Map.
    Machine machineOf(ExecutionRecord execution) {
        Machine whole = machines.compiled(execution.revisionId());
        if (execution.mapRunArn() == null) {
            return whole;
        }
        MapRun run = runs.get(execution.mapRunArn());
        if (run == null) {
            throw new IllegalStateException(
                    "No map run " + execution.mapRunArn() + " for " + execution.arn());
        }
        return processor(whole.graph(), run.file().stateName())
                .orElseThrow(() ->
                        new IllegalStateException(
                                "The machine of "
                                        + execution.arn()
                                        + " has no Map state "
                                        + run.file().stateName()));
    }

    private static Optional<Machine> processor(Graph graph, String name) {
        for (State state : graph.states().values()) {
            if (state instanceof State.Map map) {
                if (map.name().equals(name)) {
                    return Optional.of(new Machine(map.processor(), OptionalLong.empty()));
                }
                Optional<Machine> inside = processor(map.processor(), name);
                if (inside.isPresent()) {
                    return inside;
                }
            } else if (state instanceof State.Parallel parallel) {
                for (Graph branch : parallel.branches()) {
                    Optional<Machine> inside = processor(branch, name);
                    if (inside.isPresent()) {
                        return inside;
                    }
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public String arnFor(ExecutionInfo parent, State.Map map) {
        String label =
                map.distributed() == null || map.distributed().label() == null
                        ? map.name().replaceAll("[^A-Za-z0-9_-]", "_")
                        : map.distributed().label();
        return arnPrefix + "mapRun:" + parent.machineName() + "/" + label + ":" + UUID.randomUUID();
    }

    @Override
    public void start(Request request, Listener listener) {
        awaited.add(request.arn());
        MapRun run =
                runs.computeIfAbsent(
                        request.arn(),
                        arn ->
                                new MapRun(
                                        MapRunFile.create(directory, request, executions()), this));
        scheduler.run(() -> run.start(request, listener));
    }

    @Override
    public void abort(String arn, int redrives) {
        MapRun run = runs.get(arn);
        if (run != null) {
            scheduler.run(() -> run.abort(redrives));
        }
    }

    /// Stops what a process left running that died after it, or its parent, had been given up.
    void abortOrphans() {
        runs.values().stream()
                .filter(run -> run.file().status().equals("RUNNING") && isOver(run))
                .forEach(run -> abort(run.file().arn(), run.file().parentRedrives()));
        stopChildren(this::isOver);
    }

    @Override
    public void abortAbandoned(String parent) {
        List<MapRun> abandoned =
                runs.values().stream()
                        .filter(run ->
                                run.file().executionArn().equals(parent)
                                        && run.file().status().equals("RUNNING")
                                        && !awaited.contains(run.file().arn()))
                        .toList();
        if (!abandoned.isEmpty()) {
            abandoned.forEach(run -> abort(run.file().arn(), run.file().parentRedrives()));
            stopChildren(abandoned::contains);
        }
    }

    private void stopChildren(Predicate<MapRun> over) {
        long from = 0;
        do {
            ExecutionStore.Page page =
                    executions()
                            .store()
                            .list(
                                    child -> child.isRunning() && child.mapRunArn() != null,
                                    from,
                                    1000);
            for (ExecutionRecord child : page.executions()) {
                MapRun run = runs.get(child.mapRunArn());
                if (run != null && over.test(run)) {
                    scheduler.run(() -> executions().stop(child.arn(), null, null));
                }
            }
            from = page.next();
        } while (from > 0);
    }

    /// Whether nobody waits for a map run: its parent has ended, or it has and was not redriven.
    private boolean isOver(MapRun run) {
        MapRunFile file = run.file();
        return executions()
                .store()
                .find(file.executionArn())
                .filter(ExecutionRecord::isRunning)
                .filter(parent ->
                        file.status().equals("RUNNING")
                                || parent.redriveCount() > file.parentRedrives())
                .isEmpty();
    }

    @Override
    public void leave(String arn) {
        awaited.remove(arn);
        MapRun run = runs.get(arn);
        if (run != null) {
            run.leave();
        }
    }

    @Override
    public void childEnded(String executionArn, @Nullable String mapRunArn) {
        MapRun run = mapRunArn == null ? null : runs.get(mapRunArn);
        if (run != null) {
            run.childEnded(executionArn);
        }
    }

    Optional<JsonNode> call(String action, JsonNode input) {
        return Optional.ofNullable(
                switch (action) {
                    case "DescribeMapRun" -> get(input).describe();
                    case "ListMapRuns" -> list(input);
                    case "UpdateMapRun" -> {
                        get(input).update(input);
                        yield Input.object();
                    }
                    default -> null;
                });
    }

    private MapRun get(JsonNode input) {
        String arn = Input.required(input, "mapRunArn");
        MapRun run = runs.get(arn);
        if (run == null) {
            throw new ApiException("ResourceNotFound", 400, "Resource not found: '" + arn + "'");
        }
        return run;
    }

    private JsonNode list(JsonNode input) {
        String execution = Input.required(input, "executionArn");
        executions().store().get(execution);
        List<MapRun> all =
                runs.values().stream()
                        .filter(run -> run.file().executionArn().equals(execution))
                        .toList();
        int from = (int) Math.min(Input.token(input), all.size());
        int to = Math.min(all.size(), from + Input.pageSize(input));
        ObjectNode json = Input.object();
        ArrayNode list = json.putArray("mapRuns");
        all.subList(from, to).forEach(run -> list.add(run.listed()));
        return to < all.size() ? json.put("nextToken", String.valueOf(to)) : json;
    }
}
