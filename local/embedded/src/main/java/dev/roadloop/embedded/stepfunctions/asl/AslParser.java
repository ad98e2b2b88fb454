package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.asl.State.Flow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads a definition that [AslValidator] found right.
public final class AslParser {

    private AslParser() {}

    /// Reads `definition`.
    ///
    /// @throws IllegalArgumentException listing the errors that [AslValidator] finds in it
    public static Machine parse(String definition) {
        List<Problem> errors = AslValidator.errors(definition);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(AslValidator.describe(errors));
        }
        try {
            JsonNode root = AslValidator.JSON.readTree(definition);
            OptionalLong timeout =
                    root.has("TimeoutSeconds")
                            ? OptionalLong.of(root.get("TimeoutSeconds").longValue())
                            : OptionalLong.empty();
            return new Machine(graph(root), timeout);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The definition is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Graph graph(JsonNode node) {
        Map<String, State> states = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> state : node.get("States").properties()) {
            states.put(state.getKey(), state(state.getKey(), state.getValue()));
        }
        return new Graph(node.get("StartAt").textValue(), states);
    }

    private static State state(String name, JsonNode node) {
        return switch (node.get("Type").textValue()) {
            case "Pass" -> new State.Pass(name, flow(node));
            case "Succeed" -> new State.Succeed(name, template(node, "Output"));
            case "Fail" -> new State.Fail(name, template(node, "Error"), template(node, "Cause"));
            case "Wait" ->
                    new State.Wait(
                            name,
                            template(node, "Seconds"),
                            template(node, "Timestamp"),
                            flow(node));
            case "Choice" -> choice(name, node);
            case "Task" ->
                    new State.Task(
                            name,
                            Resource.parse(node.get("Resource").textValue()),
                            template(node, "Arguments"),
                            template(node, "Credentials"),
                            template(node, "TimeoutSeconds"),
                            template(node, "HeartbeatSeconds"),
                            recovery(node),
                            flow(node));
            case "Parallel" -> {
                List<Graph> branches = new ArrayList<>();
                node.get("Branches").forEach(branch -> branches.add(graph(branch)));
                yield new State.Parallel(
                        name, branches, template(node, "Arguments"), recovery(node), flow(node));
            }
            case "Map" -> map(name, node);
            default ->
                    throw new IllegalArgumentException(
                            "State '%s' has the unknown type %s".formatted(name, node.get("Type")));
        };
    }

    private static State choice(String name, JsonNode node) {
        List<State.Rule> rules = new ArrayList<>();
        for (int i = 0; i < node.get("Choices").size(); i++) {
            JsonNode rule = node.get("Choices").get(i);
            String at = "Choices[" + i + "]";
            rules.add(
                    new State.Rule(
                            Template.of(rule.get("Condition"), at + "/Condition"),
                            flow(rule, "Next", at + "/")));
        }
        return new State.Choice(name, rules, flow(node, "Default", ""));
    }

    private static State map(String name, JsonNode node) {
        JsonNode processor = node.get("ItemProcessor");
        JsonNode config = processor.path("ProcessorConfig");
        boolean distributed = config.path("Mode").asText("INLINE").equals("DISTRIBUTED");
        return new State.Map(
                name,
                template(node, "Items"),
                template(node, "ItemSelector"),
                graph(processor),
                template(node, "MaxConcurrency"),
                template(node, "ToleratedFailureCount"),
                template(node, "ToleratedFailurePercentage"),
                distributed
                        ? distributed(node, config.path("ExecutionType").asText().equals("EXPRESS"))
                        : null,
                recovery(node),
                flow(node));
    }

    private static State.Distributed distributed(JsonNode node, boolean express) {
        JsonNode reader = node.get("ItemReader");
        JsonNode batcher = node.get("ItemBatcher");
        JsonNode writer = node.get("ResultWriter");
        return new State.Distributed(
                express,
                node.has("Label") ? node.get("Label").textValue() : null,
                reader == null
                        ? null
                        : new State.ItemReader(
                                Resource.parse(reader.get("Resource").textValue()),
                                Template.of(reader.path("Arguments"), "ItemReader/Arguments"),
                                reader.has("ReaderConfig")
                                        ? Template.of(
                                                reader.get("ReaderConfig"),
                                                "ItemReader/ReaderConfig")
                                        : null),
                batcher == null
                        ? null
                        : new State.ItemBatcher(
                                template(batcher, "MaxItemsPerBatch", "ItemBatcher/"),
                                template(batcher, "MaxInputBytesPerBatch", "ItemBatcher/"),
                                template(batcher, "BatchInput", "ItemBatcher/")),
                writer == null
                        ? null
                        : new State.ResultWriter(
                                writer.has("Resource")
                                        ? Resource.parse(writer.get("Resource").textValue())
                                        : null,
                                template(writer, "Arguments", "ResultWriter/"),
                                writer.path("WriterConfig").path("Transformation").asText("NONE"),
                                writer.path("WriterConfig")
                                        .path("OutputType")
                                        .asText("JSON")
                                        .equals("JSONL")));
    }

    private static State.Recovery recovery(JsonNode node) {
        List<Retrier> retriers = new ArrayList<>();
        for (JsonNode retry : node.path("Retry")) {
            retriers.add(
                    new Retrier(
                            names(retry),
                            retry.path("IntervalSeconds").asLong(1),
                            retry.path("BackoffRate").asDouble(2.0),
                            retry.path("MaxAttempts").asLong(3),
                            retry.path("MaxDelaySeconds").asLong(Long.MAX_VALUE),
                            retry.path("JitterStrategy").asText("NONE").equals("FULL")));
        }
        List<Catcher> catchers = new ArrayList<>();
        JsonNode list = node.path("Catch");
        for (int i = 0; i < list.size(); i++) {
            catchers.add(
                    new Catcher(
                            names(list.get(i)), flow(list.get(i), "Next", "Catch[" + i + "]/")));
        }
        return new State.Recovery(retriers, catchers);
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.get("ErrorEquals").forEach(name -> names.add(name.textValue()));
        return names;
    }

    private static Flow flow(JsonNode node) {
        return flow(node, "Next", "");
    }

    private static Flow flow(JsonNode node, String nextField, String location) {
        return new Flow(
                node.has(nextField) ? node.get(nextField).textValue() : null,
                template(node, "Assign", location),
                template(node, "Output", location));
    }

    private static @Nullable Template template(JsonNode node, String field) {
        return template(node, field, "");
    }

    private static @Nullable Template template(JsonNode node, String field, String location) {
        JsonNode value = node.get(field);
        return value == null ? null : Template.of(value, location + field);
    }
}
