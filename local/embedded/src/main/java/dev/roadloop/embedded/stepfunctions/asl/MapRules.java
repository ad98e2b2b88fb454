package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/// The rules of Map states, inline and distributed.
final class MapRules {

    private static final Set<String> MODES = Set.of("INLINE", "DISTRIBUTED");

    private final List<Problem> problems;
    private final FieldRules fields;
    private final GraphRules graphs;

    MapRules(List<Problem> problems, FieldRules fields, GraphRules graphs) {
        this.problems = problems;
        this.fields = fields;
        this.graphs = graphs;
    }

    void check(JsonNode state, String location, Scope scope) {
        if (!fields.require(state, "ItemProcessor", location)) {
            return;
        }
        JsonNode processor = state.get("ItemProcessor");
        String at = location + "/ItemProcessor";
        if (!fields.check(processor, "ItemProcessor", at)) {
            return;
        }
        String mode = processor.path("ProcessorConfig").path("Mode").asText("INLINE");
        boolean distributed = mode.equals("DISTRIBUTED");
        if (processor.has("ProcessorConfig")) {
            fields.check(
                    processor.get("ProcessorConfig"), "ProcessorConfig", at + "/ProcessorConfig");
            fields.oneOf(MODES, mode, at + "/ProcessorConfig/Mode");
        }
        if (distributed) {
            distributed(state, processor, location);
        } else {
            for (String field : List.of("ItemReader", "ItemBatcher", "ResultWriter", "Label")) {
                if (state.has(field)) {
                    problems.add(
                            Problem.schema(
                                    "Field '" + field + "' needs the mode DISTRIBUTED", location));
                }
            }
        }
        graphs.graph(processor, at, distributed ? Scope.top() : scope);
    }

    private void distributed(JsonNode state, JsonNode processor, String location) {
        JsonNode config = processor.path("ProcessorConfig");
        if (fields.require(config, "ExecutionType", location + "/ItemProcessor/ProcessorConfig")) {
            fields.oneOf(
                    Set.of("STANDARD", "EXPRESS"),
                    config.path("ExecutionType").asText(),
                    location + "/ItemProcessor/ProcessorConfig/ExecutionType");
        }
        for (String field : List.of("ItemReader", "ItemBatcher", "ResultWriter")) {
            if (state.has(field)) {
                fields.check(state.get(field), field, location + "/" + field);
            }
        }
        if (state.has("ItemReader") && state.has("Items")) {
            problems.add(
                    Problem.schema(
                            "Only one of these fields is allowed: [ItemReader, Items]", location));
        }
        if (state.has("ItemReader")
                && fields.require(state.get("ItemReader"), "Resource", location + "/ItemReader")) {
            new ResourceRules(problems).reader(state.get("ItemReader"), location + "/ItemReader");
            new ReaderRules(problems).check(state.get("ItemReader"), location + "/ItemReader");
            if (state.get("ItemReader").has("ReaderConfig")) {
                fields.check(
                        state.get("ItemReader").get("ReaderConfig"),
                        "ReaderConfig",
                        location + "/ItemReader/ReaderConfig");
            }
        }
        JsonNode writer = state.path("ResultWriter");
        if (writer.has("Resource")) {
            new ResourceRules(problems).writer(writer, location + "/ResultWriter");
        }
        if (writer.has("WriterConfig")
                && fields.check(
                        writer.get("WriterConfig"),
                        "WriterConfig",
                        location + "/ResultWriter/WriterConfig")) {
            fields.oneOf(
                    Set.of("NONE", "COMPACT", "FLATTEN"),
                    writer.get("WriterConfig").path("Transformation").asText("NONE"),
                    location + "/ResultWriter/WriterConfig/Transformation");
        }
        if (state.path("Label").asText().length() > 40) {
            problems.add(
                    Problem.schema("Label must have at most 40 characters", location + "/Label"));
        }
    }
}
