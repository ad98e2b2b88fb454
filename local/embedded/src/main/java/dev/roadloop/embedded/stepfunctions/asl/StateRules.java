package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.jsonata.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The rules of each state type.
final class StateRules {

    private static final Set<String> MODES = Set.of("INLINE", "DISTRIBUTED");
    private static final Set<String> WITH_FLOW = Set.of("Pass", "Wait", "Task", "Parallel", "Map");
    private static final int LONGEST_TIMEOUT = 99_999_999;

    private final List<Problem> problems;
    private final FieldRules fields;
    private final GraphRules graphs;
    private final ExpressionRules expressions;

    StateRules(List<Problem> problems, FieldRules fields, GraphRules graphs) {
        this.problems = problems;
        this.fields = fields;
        this.graphs = graphs;
        this.expressions = new ExpressionRules(problems);
    }

    void check(JsonNode state, String location, Scope scope) {
        if (!state.isObject()) {
            problems.add(
                    Problem.schema(
                            "Expected an object, but found " + FieldRules.shown(state), location));
            return;
        }
        String type = state.path("Type").asText();
        if (!StateFields.STATE_TYPES.contains(type)) {
            problems.add(
                    Problem.schema(
                            "Type must be one of "
                                    + StateFields.STATE_TYPES
                                    + ", but was '"
                                    + type
                                    + "'"
                                    + Names.suggestion(type, StateFields.STATE_TYPES),
                            location + "/Type"));
            return;
        }
        if (state.has("QueryLanguage") && !state.get("QueryLanguage").asText().equals("JSONata")) {
            problems.add(
                    Problem.schema(
                            "A state of a JSONata machine cannot use "
                                    + state.get("QueryLanguage").asText(),
                            location + "/QueryLanguage"));
        }
        fields.check(state, type, location);
        expressions.check(state, location, scope);
        if (WITH_FLOW.contains(type)) {
            flow(state, location);
        }
        switch (type) {
            case "Task" -> task(state, location);
            case "Choice" -> choice(state, location);
            case "Wait" -> exactlyOne(state, "Seconds", "Timestamp", location);
            case "Parallel" -> parallel(state, location, scope);
            case "Map" -> map(state, location, scope);
            default -> {}
        }
        retries(state, location);
        catches(state, location);
    }

    private void flow(JsonNode state, String location) {
        boolean end = state.path("End").asBoolean();
        if (state.has("Next") == end) {
            problems.add(
                    Problem.schema(
                            "Exactly one of \"Next\" and \"End\": true is required", location));
        }
    }

    private void exactlyOne(JsonNode node, String a, String b, String location) {
        if (node.has(a) == node.has(b)) {
            problems.add(
                    Problem.schema(
                            "Exactly one of these fields is required: [" + a + ", " + b + "]",
                            location));
        }
    }

    private void task(JsonNode state, String location) {
        if (fields.require(state, "Resource", location)) {
            new ResourceRules(problems).check(state, location);
        }
        JsonNode timeout = state.path("TimeoutSeconds");
        JsonNode heartbeat = state.path("HeartbeatSeconds");
        for (String field : List.of("TimeoutSeconds", "HeartbeatSeconds")) {
            JsonNode value = state.path(field);
            if (value.isIntegralNumber()
                    && (value.longValue() < 1 || value.longValue() > LONGEST_TIMEOUT)) {
                problems.add(
                        Problem.schema(
                                field + " must be from 1 to 99,999,999", location + "/" + field));
            }
        }
        if (timeout.isIntegralNumber()
                && heartbeat.isIntegralNumber()
                && heartbeat.longValue() >= timeout.longValue()) {
            problems.add(
                    Problem.schema(
                            "HeartbeatSeconds must be smaller than TimeoutSeconds", location));
        }
    }

    private void choice(JsonNode state, String location) {
        if (!fields.require(state, "Choices", location)) {
            return;
        }
        JsonNode rules = state.get("Choices");
        if (rules.isEmpty()) {
            problems.add(
                    Problem.schema("Choices must have at least one rule", location + "/Choices"));
        }
        for (int i = 0; i < rules.size(); i++) {
            String at = location + "/Choices[" + i + "]";
            if (fields.check(rules.get(i), "Rule", at)) {
                fields.require(rules.get(i), "Condition", at);
                fields.require(rules.get(i), "Next", at);
                JsonNode condition = rules.get(i).path("Condition");
                boolean fine =
                        condition.isBoolean()
                                || (condition.isTextual()
                                        && Expression.isExpression(condition.textValue()));
                if (!condition.isMissingNode() && !fine) {
                    problems.add(
                            Problem.schema(
                                    "Condition must be a JSONata expression or a boolean, but found"
                                            + " "
                                            + FieldRules.shown(condition),
                                    at + "/Condition"));
                }
            }
        }
        if (!state.has("Default")) {
            problems.add(
                    Problem.warning(
                            "MISSING_DEFAULT",
                            "Without Default the execution fails with States.NoChoiceMatched where"
                                    + " no rule matches",
                            location));
        }
    }

    private void parallel(JsonNode state, String location, Scope scope) {
        if (!fields.require(state, "Branches", location)) {
            return;
        }
        JsonNode branches = state.get("Branches");
        if (branches.isEmpty()) {
            problems.add(
                    Problem.schema(
                            "Branches must have at least one branch", location + "/Branches"));
        }
        for (int i = 0; i < branches.size(); i++) {
            String at = location + "/Branches[" + i + "]";
            if (fields.check(branches.get(i), "Branch", at)) {
                graphs.graph(branches.get(i), at, scope);
            }
        }
    }

    private void map(JsonNode state, String location, Scope scope) {
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
            oneOf(MODES, mode, at + "/ProcessorConfig/Mode");
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
            oneOf(
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
            oneOf(
                    Set.of("NONE", "COMPACT", "FLATTEN"),
                    writer.get("WriterConfig").path("Transformation").asText("NONE"),
                    location + "/ResultWriter/WriterConfig/Transformation");
        }
        if (state.path("Label").asText().length() > 40) {
            problems.add(
                    Problem.schema("Label must have at most 40 characters", location + "/Label"));
        }
    }

    private void oneOf(Set<String> values, String value, String location) {
        if (!values.contains(value)) {
            problems.add(
                    Problem.schema(
                            "Value must be one of "
                                    + values.stream().sorted().toList()
                                    + ", but was '"
                                    + value
                                    + "'"
                                    + Names.suggestion(value, values),
                            location));
        }
    }

    private void retries(JsonNode state, String location) {
        JsonNode list = state.path("Retry");
        for (int i = 0; i < list.size(); i++) {
            String at = location + "/Retry[" + i + "]";
            JsonNode retry = list.get(i);
            if (fields.check(retry, "Retry", at)) {
                errorNames(retry, at, i == list.size() - 1);
                if (retry.path("IntervalSeconds").asLong(1) < 1) {
                    problems.add(
                            Problem.schema(
                                    "IntervalSeconds must be at least 1", at + "/IntervalSeconds"));
                }
                if (retry.path("BackoffRate").asDouble(2) < 1) {
                    problems.add(
                            Problem.schema(
                                    "BackoffRate must be at least 1.0", at + "/BackoffRate"));
                }
                if (retry.path("MaxDelaySeconds").asLong(Long.MAX_VALUE)
                        <= retry.path("IntervalSeconds").asLong(1)) {
                    problems.add(
                            Problem.schema(
                                    "MaxDelaySeconds must be greater than IntervalSeconds",
                                    at + "/MaxDelaySeconds"));
                }
                oneOf(
                        Set.of("FULL", "NONE"),
                        retry.path("JitterStrategy").asText("NONE"),
                        at + "/JitterStrategy");
            }
        }
    }

    private void catches(JsonNode state, String location) {
        JsonNode list = state.path("Catch");
        for (int i = 0; i < list.size(); i++) {
            String at = location + "/Catch[" + i + "]";
            if (fields.check(list.get(i), "Catch", at)) {
                errorNames(list.get(i), at, i == list.size() - 1);
                fields.require(list.get(i), "Next", at);
            }
        }
    }

    private void errorNames(JsonNode entry, String location, boolean last) {
        if (!fields.require(entry, "ErrorEquals", location)) {
            return;
        }
        List<String> names = new ArrayList<>();
        entry.get("ErrorEquals").forEach(name -> names.add(name.asText()));
        String at = location + "/ErrorEquals";
        if (names.isEmpty()) {
            problems.add(Problem.schema("ErrorEquals must name at least one error", at));
        }
        if (names.contains(ErrorNames.ALL) && (names.size() > 1 || !last)) {
            problems.add(
                    Problem.schema(
                            "States.ALL must be alone in its list, and in the last entry", at));
        }
        for (String name : names) {
            if (name.startsWith("States.") && !ErrorNames.RESERVED.contains(name)) {
                problems.add(
                        Problem.schema(
                                "'"
                                        + name
                                        + "' is not an error name of Step Functions"
                                        + Names.suggestion(name, ErrorNames.RESERVED),
                                at));
            }
        }
    }
}
