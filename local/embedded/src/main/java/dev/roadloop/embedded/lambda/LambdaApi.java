package dev.roadloop.embedded.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.logs.LogStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The Lambda service: the template's functions and the calls that clients make of them.
///
/// Functions and mappings are fixed by the template; calls that would change them are refused.
public final class LambdaApi implements AwsApi, AutoCloseable {

    private final Map<String, EnvironmentPool> pools = new LinkedHashMap<>();
    private final List<SqsPoller> pollers = new ArrayList<>();
    private final List<EventSourceMapping> mappings;
    private final FunctionCode code = new FunctionCode();
    private final AsyncInvocations asynchronous;
    private final InvokeCall calls;
    private final Settings settings;

    /// How functions run.
    ///
    /// @param strict true for a child JVM per environment under AWS's runtime
    /// @param parallel calls of one function at once, for this machine's sake
    /// @param retryDelay pause before the first retry of an asynchronous call; Lambda's is one
    ///   minute
    public record Settings(boolean strict, int parallel, Duration retryDelay) {}

    /// @param stateDirectory where accepted events and strict mode's files are kept
    public LambdaApi(
            List<FunctionConfig> functions,
            List<EventSourceMapping> mappings,
            RoleEnvironment roles,
            LogStore logs,
            ApiCaller caller,
            Path stateDirectory,
            Clock clock,
            Settings settings) {
        this.mappings = List.copyOf(mappings);
        this.settings = settings;
        for (FunctionConfig function : functions) {
            logs.createGroup(function.logGroup());
            EnvironmentPool.EnvironmentFactory factory =
                    (stream, log) -> {
                        Map<String, String> variables =
                                FunctionVariables.of(
                                        function, roles.of(function.roleArn()), stream);
                        return settings.strict()
                                ? new ChildJvmEnvironment(
                                        function, variables, stateDirectory.resolve("strict"), log)
                                : new InProcessEnvironment(
                                        function, code, variables, stream, log, clock);
                    };
            pools.put(
                    function.name(),
                    new EnvironmentPool(
                            function,
                            factory,
                            stream -> logs.droppingSink(function.logGroup(), stream),
                            clock,
                            settings.parallel()));
        }
        this.asynchronous =
                new AsyncInvocations(
                        stateDirectory.resolve("async.journal"),
                        name -> Optional.ofNullable(pools.get(name)).map(EnvironmentPool::function),
                        (function, requestId, payload) ->
                                pool(function.name())
                                        .invoke(requestId, payload, "", InvokeCall.traceId())
                                        .result(),
                        caller,
                        clock,
                        settings.retryDelay());
        this.calls = new InvokeCall(asynchronous);
        for (EventSourceMapping mapping : mappings) {
            if (mapping.enabled()) {
                EnvironmentPool pool = pool(mapping.functionName());
                pollers.add(
                        new SqsPoller(
                                mapping,
                                pool.function(),
                                caller,
                                payload ->
                                        pool.invoke(
                                                        UUID.randomUUID().toString(),
                                                        payload,
                                                        "",
                                                        InvokeCall.traceId())
                                                .result(),
                                clock));
            }
        }
    }

    /// Takes up events of an earlier process and begins to poll queues. The other services must be
    /// up.
    public void start() {
        asynchronous.start();
        pollers.forEach(poller -> poller.start(Math.max(2, settings.parallel() / 2)));
    }

    /// Accepted events that no function has taken yet.
    public int openEvents() {
        return asynchronous.open();
    }

    @Override
    public String service() {
        return "lambda";
    }

    @Override
    public JsonNode call(Principal caller, String action, JsonNode input) {
        return switch (action) {
            case "InvokeFunction", "Invoke" ->
                    calls.invoke(pool(input.path("FunctionName").asText("")), input);
            case "GetFunction" -> {
                FunctionConfig function = pool(input.path("FunctionName").asText("")).function();
                ObjectNode answer = JsonNodeFactory.instance.objectNode();
                answer.set("Configuration", FunctionDescription.of(function));
                answer.putObject("Code")
                        .put("RepositoryType", "local")
                        .put("Location", function.code().toUri().toString());
                yield answer;
            }
            case "GetFunctionConfiguration" ->
                    FunctionDescription.of(pool(input.path("FunctionName").asText("")).function());
            case "ListFunctions" -> {
                ObjectNode answer = JsonNodeFactory.instance.objectNode();
                ArrayNode list = answer.putArray("Functions");
                pools.values().forEach(pool -> list.add(FunctionDescription.of(pool.function())));
                yield answer;
            }
            case "ListEventSourceMappings" -> listMappings(input);
            default ->
                    throw new ApiException(
                            "UnknownOperationException",
                            404,
                            "lambda:"
                                    + action
                                    + " is not served by the embedded mode; functions are changed"
                                    + " in the template");
        };
    }

    private JsonNode listMappings(JsonNode input) {
        String name =
                input.hasNonNull("FunctionName")
                        ? FunctionNames.name(input.get("FunctionName").asText())
                        : "";
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("EventSourceMappings");
        mappings.stream()
                .filter(mapping -> name.isEmpty() || mapping.functionName().equals(name))
                .forEach(mapping ->
                        list.add(
                                FunctionDescription.of(
                                        mapping, pool(mapping.functionName()).function())));
        return answer;
    }

    /// @param reference name, partial or whole ARN, with or without a qualifier
    private EnvironmentPool pool(String reference) {
        EnvironmentPool pool = pools.get(FunctionNames.name(reference));
        if (pool == null) {
            throw new ApiException(
                    "ResourceNotFoundException",
                    404,
                    "Function not found: " + reference + "; the template has " + pools.keySet());
        }
        return pool;
    }

    @Override
    public void close() {
        pollers.forEach(SqsPoller::close);
        asynchronous.close();
        pools.values().forEach(EnvironmentPool::close);
        code.close();
    }
}
