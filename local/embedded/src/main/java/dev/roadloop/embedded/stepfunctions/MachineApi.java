package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.stepfunctions.asl.AslValidator;
import dev.roadloop.embedded.stepfunctions.asl.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// The calls about state machines.
final class MachineApi {

    private final MachineStore machines;
    private final Executions executions;
    private final String arnPrefix;

    /// @param arnPrefix `arn:aws:states:<region>:<account>:`
    MachineApi(MachineStore machines, Executions executions, String arnPrefix) {
        this.machines = machines;
        this.executions = executions;
        this.arnPrefix = arnPrefix;
    }

    Optional<JsonNode> call(String action, JsonNode input) {
        return Optional.ofNullable(
                switch (action) {
                    case "CreateStateMachine" -> create(input);
                    case "UpdateStateMachine" -> update(input);
                    case "DescribeStateMachine" ->
                            describe(machines.get(Input.required(input, "stateMachineArn")));
                    case "DescribeStateMachineForExecution" -> forExecution(input);
                    case "ListStateMachines" -> list(input);
                    case "DeleteStateMachine" -> {
                        machines.delete(Input.required(input, "stateMachineArn"));
                        yield Input.object();
                    }
                    case "ValidateStateMachineDefinition" -> validate(input);
                    case "TagResource", "UntagResource" -> tag(input);
                    case "ListTagsForResource" ->
                            tags(machines.get(Input.required(input, "resourceArn")));
                    default -> null;
                });
    }

    private synchronized JsonNode create(JsonNode input) {
        String name = Input.name(Input.required(input, "name"));
        String definition = checked(Input.required(input, "definition"));
        String role = role(Input.required(input, "roleArn"));
        String type = input.path("type").asText("STANDARD");
        String arn = arnPrefix + "stateMachine:" + name;
        Optional<MachineRecord> existing = machines.find(arn);
        if (existing.isPresent()) {
            MachineRecord known = existing.get();
            if (known.definition().equals(definition)
                    && known.roleArn().equals(role)
                    && known.type().equals(type)) {
                return created(known);
            }
            throw new ApiException(
                    "StateMachineAlreadyExists",
                    400,
                    "State Machine Already Exists: '" + arn + "'");
        }
        MachineRecord machine =
                new MachineRecord(
                        arn,
                        name,
                        definition,
                        role,
                        type,
                        executions.now(),
                        UUID.randomUUID().toString(),
                        readTags(input));
        machines.put(machine);
        return created(machine);
    }

    private static JsonNode created(MachineRecord machine) {
        return Input.object()
                .put("stateMachineArn", machine.arn())
                .put("creationDate", Input.seconds(machine.created()));
    }

    private synchronized JsonNode update(JsonNode input) {
        MachineRecord old = machines.get(Input.required(input, "stateMachineArn"));
        if (!input.has("definition") && !input.has("roleArn")) {
            throw new ApiException(
                    "MissingRequiredParameter",
                    400,
                    "Either the definition, the role ARN, or both must be specified");
        }
        MachineRecord machine =
                new MachineRecord(
                        old.arn(),
                        old.name(),
                        input.has("definition")
                                ? checked(Input.required(input, "definition"))
                                : old.definition(),
                        input.has("roleArn")
                                ? role(Input.required(input, "roleArn"))
                                : old.roleArn(),
                        old.type(),
                        old.created(),
                        UUID.randomUUID().toString(),
                        old.tags());
        Instant now = executions.now();
        machines.put(machine);
        return Input.object()
                .put("updateDate", Input.seconds(now))
                .put("revisionId", machine.revisionId());
    }

    private static String role(String arn) {
        if (!arn.matches("arn:aws[a-z-]*:iam::\\d{12}:role/.+")) {
            throw new ApiException("InvalidArn", 400, "Invalid Role Arn: '" + arn + "'");
        }
        return arn;
    }

    private static String checked(String definition) {
        List<Problem> errors = AslValidator.errors(definition);
        if (!errors.isEmpty()) {
            throw new ApiException("InvalidDefinition", 400, AslValidator.describe(errors));
        }
        return definition;
    }

    private static ObjectNode describe(MachineRecord machine) {
        ObjectNode json =
                Input.object()
                        .put("stateMachineArn", machine.arn())
                        .put("name", machine.name())
                        .put("status", "ACTIVE")
                        .put("definition", machine.definition())
                        .put("roleArn", machine.roleArn())
                        .put("type", machine.type())
                        .put("creationDate", Input.seconds(machine.created()))
                        .put("revisionId", machine.revisionId());
        json.putObject("loggingConfiguration")
                .put("level", "OFF")
                .put("includeExecutionData", false);
        json.putObject("tracingConfiguration").put("enabled", false);
        return json;
    }

    private JsonNode forExecution(JsonNode input) {
        ExecutionRecord execution = executions.store().get(Input.required(input, "executionArn"));
        ObjectNode json = describe(machines.revision(execution.revisionId()));
        json.remove(List.of("status", "type", "creationDate"));
        if (execution.mapRunArn() != null) {
            json.put("mapRunArn", execution.mapRunArn());
        }
        return json.put(
                "updateDate", Input.seconds(machines.revision(execution.revisionId()).created()));
    }

    private JsonNode list(JsonNode input) {
        List<MachineRecord> all = machines.list();
        int from = (int) Math.min(Input.token(input), all.size());
        int to = Math.min(all.size(), from + Input.pageSize(input));
        ObjectNode json = Input.object();
        ArrayNode list = json.putArray("stateMachines");
        for (MachineRecord machine : all.subList(from, to)) {
            list.addObject()
                    .put("stateMachineArn", machine.arn())
                    .put("name", machine.name())
                    .put("type", machine.type())
                    .put("creationDate", Input.seconds(machine.created()));
        }
        return to < all.size() ? json.put("nextToken", String.valueOf(to)) : json;
    }

    private static JsonNode validate(JsonNode input) {
        String severity = input.path("severity").asText("ERROR");
        ObjectNode json = Input.object();
        boolean failed = false;
        ArrayNode diagnostics = json.putArray("diagnostics");
        for (Problem problem : AslValidator.validate(Input.required(input, "definition"))) {
            failed |= problem.severity() == Problem.Severity.ERROR;
            if (problem.severity() == Problem.Severity.ERROR || severity.equals("WARNING")) {
                ObjectNode diagnostic =
                        diagnostics
                                .addObject()
                                .put("severity", problem.severity().name())
                                .put("code", problem.code())
                                .put("message", problem.message());
                if (!problem.location().isEmpty()) {
                    diagnostic.put("location", problem.location());
                }
            }
        }
        return json.put("result", failed ? "FAIL" : "OK").put("truncated", false);
    }

    private synchronized JsonNode tag(JsonNode input) {
        MachineRecord machine = machines.get(Input.required(input, "resourceArn"));
        Map<String, String> tags = new TreeMap<>(machine.tags());
        tags.putAll(readTags(input));
        input.path("tagKeys").forEach(key -> tags.remove(key.asText()));
        machines.put(
                new MachineRecord(
                        machine.arn(),
                        machine.name(),
                        machine.definition(),
                        machine.roleArn(),
                        machine.type(),
                        machine.created(),
                        machine.revisionId(),
                        tags));
        return Input.object();
    }

    private static Map<String, String> readTags(JsonNode input) {
        Map<String, String> tags = new TreeMap<>();
        input.path("tags")
                .forEach(tag -> tags.put(tag.path("key").asText(), tag.path("value").asText()));
        return tags;
    }

    private static JsonNode tags(MachineRecord machine) {
        ObjectNode json = Input.object();
        ArrayNode list = json.putArray("tags");
        new TreeMap<>(machine.tags())
                .forEach((key, value) -> list.addObject().put("key", key).put("value", value));
        return json;
    }
}
