package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks what a `Resource` names: that service, action and answer pattern exist, and that literal
/// arguments are spelt as the API spells them.
final class ResourceRules {

    private static final Set<String> REQUEST = Set.of("");

    private final List<Problem> problems;

    ResourceRules(List<Problem> problems) {
        this.problems = problems;
    }

    void check(JsonNode state, String location) {
        Resource resource = parse(state, location);
        if (resource == null || resource.answer() == Resource.Answer.FUNCTION) {
            return;
        }
        String at = location + "/Resource";
        Map<String, Integrations.Operation> operations =
                resource.sdk()
                        ? Integrations.sdk(resource.service())
                        : Integrations.optimised(resource.service());
        if (operations == null) {
            if (!resource.sdk()) {
                problems.add(
                        Problem.schema(
                                "The service '"
                                        + resource.service()
                                        + "' has no optimised integration"
                                        + Names.suggestion(
                                                resource.service(),
                                                Integrations.optimisedServices())
                                        + ". Other services are reached as"
                                        + " arn:aws:states:::aws-sdk:<service>:<action>",
                                at));
            }
            return;
        }
        Integrations.Operation operation = operations.get(resource.action());
        if (operation == null) {
            problems.add(
                    Problem.schema(
                            "The service '"
                                    + resource.service()
                                    + "' has no action '"
                                    + resource.action()
                                    + "'"
                                    + Names.suggestion(resource.action(), operations.keySet()),
                            at));
            return;
        }
        String suffix = resource.historyName().substring(resource.action().length());
        Set<String> suffixes =
                resource.sdk() ? Set.of("", ".waitForTaskToken") : operation.suffixes();
        if (!suffixes.contains(suffix)) {
            problems.add(
                    Problem.schema(
                            resource.action()
                                    + " cannot be used with '"
                                    + suffix
                                    + "', only with "
                                    + suffixes.stream().sorted().map(s -> "'" + s + "'").toList(),
                            at));
        }
        arguments(state.path("Arguments"), operation, location + "/Arguments");
    }

    void reader(JsonNode reader, String location) {
        only(reader, location, Set.of("listObjectsV2", "getObject"));
    }

    void writer(JsonNode writer, String location) {
        only(writer, location, Set.of("putObject"));
    }

    private void only(JsonNode node, String location, Set<String> actions) {
        Resource resource = parse(node, location);
        if (resource == null) {
            return;
        }
        if (!resource.service().equals("s3")
                || !actions.contains(resource.action())
                || !REQUEST.contains(
                        resource.historyName().substring(resource.action().length()))) {
            problems.add(
                    Problem.schema(
                            "Expected arn:aws:states:::s3:"
                                    + String.join(" or :", actions.stream().sorted().toList())
                                    + ", but found "
                                    + resource.arn(),
                            location + "/Resource"));
        }
    }

    private @Nullable Resource parse(JsonNode node, String location) {
        String arn = node.path("Resource").asText();
        if (arn.contains("${")) {
            return null;
        }
        try {
            return Resource.parse(arn);
        } catch (IllegalArgumentException e) {
            problems.add(Problem.schema(String.valueOf(e.getMessage()), location + "/Resource"));
            return null;
        }
    }

    private void arguments(JsonNode arguments, Integrations.Operation operation, String location) {
        if (!arguments.isObject() || operation.parameters().isEmpty()) {
            return;
        }
        arguments
                .fieldNames()
                .forEachRemaining(name -> {
                    if (!operation.parameters().contains(name)) {
                        problems.add(
                                Problem.schema(
                                        "The field '"
                                                + name
                                                + "' is not supported by the action"
                                                + Names.suggestion(name, operation.parameters()),
                                        location));
                    }
                });
        for (String name : operation.required()) {
            if (!arguments.has(name)) {
                problems.add(
                        Problem.schema(
                                "The field '" + name + "' is required but was missing", location));
            }
        }
    }
}
