package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.stepfunctions.integration.ApiTaskRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Step Functions in virtual time with fake services around it.
final class TestCloud implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Principal OWNER = new Principal("arn:aws:iam::123456789012:root");

    final VirtualScheduler scheduler = new VirtualScheduler();
    final FakeServices services;
    final List<String> statuses = new ArrayList<>();
    final StepFunctions states;

    TestCloud(Path directory) {
        this(directory, new FakeServices());
    }

    TestCloud(Path directory, FakeServices services) {
        this.services = services;
        this.states =
                new StepFunctions(
                        directory,
                        scheduler,
                        new ApiTaskRunner(services, scheduler, directory.resolve("jobs.journal")),
                        services,
                        "us-east-1",
                        "123456789012",
                        (execution, machine, detail) ->
                                statuses.add(detail.get("status").textValue()));
        for (String action :
                new String[] {"StartExecution", "DescribeExecution", "StopExecution"}) {
            services.on("states", action, input -> call(action, input));
        }
    }

    JsonNode call(String action, JsonNode input) {
        return states.call(OWNER, action, input);
    }

    String create(String name, String definition) {
        return call(
                        "CreateStateMachine",
                        object().put("name", name)
                                .put("roleArn", "arn:aws:iam::123456789012:role/machine")
                                .put("definition", definition.replace('\'', '"')))
                .get("stateMachineArn")
                .textValue();
    }

    String start(String machine, String name, String input) {
        return call(
                        "StartExecution",
                        object().put("stateMachineArn", machine)
                                .put("name", name)
                                .put("input", input.replace('\'', '"')))
                .get("executionArn")
                .textValue();
    }

    JsonNode describe(String execution) {
        return call("DescribeExecution", object().put("executionArn", execution));
    }

    /// Runs until the execution ends or nothing is left to do.
    JsonNode finish(String execution) {
        scheduler.runUntil(() -> !describe(execution).get("status").textValue().equals("RUNNING"));
        scheduler.settle();
        return describe(execution);
    }

    /// Creates, starts and finishes; single quotes stand for double ones.
    JsonNode run(String states, String input) {
        String machine =
                create(
                        "m" + Integer.toHexString(states.hashCode()),
                        "{'QueryLanguage':'JSONata','StartAt':'A','States':{" + states + "}}");
        return finish(start(machine, "run", input));
    }

    List<String> types(String execution) {
        List<String> types = new ArrayList<>();
        call("GetExecutionHistory", object().put("executionArn", execution).put("maxResults", 1000))
                .get("events")
                .forEach(event -> types.add(event.get("type").textValue()));
        return types;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// Of JSON with single quotes for double ones.
    static JsonNode json(String text) {
        return tree(text.replace('\'', '"'));
    }

    static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        states.close();
    }
}
