package dev.roadloop.embedded.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Resolves the resources of all stacks against one another, on demand, so that no order of stacks
/// is needed.
final class ResourceGraph implements Intrinsics.References {

    private final TemplateSettings aws;
    private final List<StackTemplate> stacks;
    private final PhysicalNames names = new PhysicalNames();
    private final Map<String, Intrinsics> evaluators = new HashMap<>();
    private final Map<String, ReturnValues> known = new HashMap<>();
    private final Map<String, String> physicalNames = new HashMap<>();
    private final Set<String> inProgress = new LinkedHashSet<>();

    ResourceGraph(TemplateSettings aws, List<StackTemplate> stacks) {
        this.aws = aws;
        this.stacks = List.copyOf(stacks);
        for (StackTemplate stack : stacks) {
            evaluators.put(stack.name(), new Intrinsics(aws, stack, this));
            stack.json()
                    .path("Resources")
                    .properties()
                    .forEach(entry ->
                            names.register(entry.getValue().path("Type").asText(), entry.getKey()));
        }
    }

    /// Every resource whose condition holds, in the order of stacks and templates.
    List<CloudResource> resources() {
        List<CloudResource> result = new ArrayList<>();
        for (StackTemplate stack : stacks) {
            for (Map.Entry<String, JsonNode> entry : stack.json().path("Resources").properties()) {
                JsonNode condition = entry.getValue().path("Condition");
                if (condition.isMissingNode()
                        || evaluator(stack)
                                .condition(condition.asText(), "Resources." + entry.getKey())) {
                    result.add(resource(stack, entry.getKey(), entry.getValue()));
                }
            }
        }
        return result;
    }

    /// Outputs of all stacks, `<stack>.<output>` to value.
    Map<String, String> outputs() {
        Map<String, String> result = new HashMap<>();
        for (StackTemplate stack : stacks) {
            for (Map.Entry<String, JsonNode> output : stack.json().path("Outputs").properties()) {
                JsonNode condition = output.getValue().path("Condition");
                String where = "Outputs." + output.getKey();
                if (condition.isMissingNode()
                        || evaluator(stack).condition(condition.asText(), where)) {
                    JsonNode value =
                            evaluator(stack).evaluate(output.getValue().path("Value"), where);
                    result.put(
                            stack.name() + "." + output.getKey(),
                            value.isTextual() ? value.asText() : value.toString());
                }
            }
        }
        return result;
    }

    @Override
    public String ref(StackTemplate stack, String logicalId) {
        return returnValues(stack, logicalId).ref();
    }

    @Override
    public String attribute(StackTemplate stack, String logicalId, String attribute) {
        String type = stack.resource(logicalId).path("Type").asText();
        Optional<String> value = returnValues(stack, logicalId).attribute(attribute);
        if (value.isEmpty() && ResourceCoverage.of(type) == ResourceCoverage.LIVE) {
            throw new TemplateException(
                    "stack "
                            + stack.name()
                            + ", "
                            + logicalId
                            + " ("
                            + type
                            + "): the attribute "
                            + attribute
                            + " is not known here");
        }
        return value.orElseGet(() -> physicalName(stack, logicalId) + "." + attribute);
    }

    @Override
    public JsonNode export(String name) {
        for (StackTemplate stack : stacks) {
            for (Map.Entry<String, JsonNode> output : stack.json().path("Outputs").properties()) {
                JsonNode export = output.getValue().path("Export").path("Name");
                String where = "Outputs." + output.getKey();
                if (!export.isMissingNode() && evaluator(stack).text(export, where).equals(name)) {
                    return evaluator(stack).evaluate(output.getValue().path("Value"), where);
                }
            }
        }
        throw new TemplateException(
                "Fn::ImportValue names " + name + ", which no stack of the assembly exports");
    }

    private CloudResource resource(StackTemplate stack, String logicalId, JsonNode json) {
        String type = json.path("Type").asText();
        ReturnValues values = returnValues(stack, logicalId);
        JsonNode raw = json.path("Properties");
        JsonNode properties =
                ResourceCoverage.of(type) == ResourceCoverage.LIVE
                        ? evaluator(stack).evaluate(raw, "Resources." + logicalId + ".Properties")
                        : raw;
        String path =
                json.path("Metadata").path("aws:cdk:path").asText(stack.name() + "/" + logicalId);
        return new CloudResource(
                stack.name(),
                logicalId,
                type,
                values.ref(),
                physicalName(stack, logicalId),
                values.arn(),
                path,
                properties instanceof ObjectNode object
                        ? object
                        : JsonNodeFactory.instance.objectNode(),
                dependsOn(json.path("DependsOn")));
    }

    private static Set<String> dependsOn(JsonNode node) {
        Set<String> ids = new LinkedHashSet<>();
        if (node.isTextual()) {
            ids.add(node.asText());
        }
        node.forEach(each -> ids.add(each.asText()));
        return ids;
    }

    private ReturnValues returnValues(StackTemplate stack, String logicalId) {
        String key = stack.name() + "/" + logicalId;
        @Nullable ReturnValues done = known.get(key);
        if (done != null) {
            return done;
        }
        String type = stack.resource(logicalId).path("Type").asText();
        String name = physicalName(stack, logicalId);
        ReturnValues values =
                guarded(
                        key + " return values",
                        () ->
                                ReturnValues.of(
                                        aws,
                                        stack.name(),
                                        logicalId,
                                        type,
                                        name,
                                        path -> text(stack, logicalId, path)));
        known.put(key, values);
        return values;
    }

    private String physicalName(StackTemplate stack, String logicalId) {
        String key = stack.name() + "/" + logicalId;
        @Nullable String done = physicalNames.get(key);
        if (done != null) {
            return done;
        }
        String type = stack.resource(logicalId).path("Type").asText();
        String name =
                guarded(
                        key + " name",
                        () ->
                                ReturnValues.nameProperty(type)
                                        .flatMap(path -> text(stack, logicalId, path))
                                        .orElseGet(() -> generatedName(stack, logicalId, type)));
        physicalNames.put(key, name);
        return name;
    }

    private String generatedName(StackTemplate stack, String logicalId, String type) {
        String name = names.name(stack.name(), logicalId, type);
        boolean fifo = stack.resource(logicalId).path("Properties").path("FifoQueue").asBoolean();
        return fifo ? name + ".fifo" : name;
    }

    private Optional<String> text(StackTemplate stack, String logicalId, String path) {
        JsonNode node = stack.resource(logicalId).path("Properties");
        for (String field : path.split("\\.")) {
            node = node.path(field);
        }
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        JsonNode value =
                evaluator(stack).evaluate(node, "Resources." + logicalId + ".Properties." + path);
        return value instanceof TextNode text ? Optional.of(text.asText()) : Optional.empty();
    }

    private <T> T guarded(String step, Supplier<T> work) {
        if (!inProgress.add(step)) {
            throw new TemplateException(
                    "the template refers in a circle: " + inProgress + " then again " + step);
        }
        try {
            return work.get();
        } finally {
            inProgress.remove(step);
        }
    }

    private Intrinsics evaluator(StackTemplate stack) {
        @Nullable Intrinsics evaluator = evaluators.get(stack.name());
        if (evaluator == null) {
            throw new TemplateException("no stack named " + stack.name());
        }
        return evaluator;
    }
}
