package dev.roadloop.embedded.stepfunctions.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.asl.ErrorNames;
import dev.roadloop.embedded.stepfunctions.asl.Resource;

/// Arguments of a Task as the parameters of the service's API.
final class ServiceInput {

    private ServiceInput() {}

    static ObjectNode of(String service, Resource resource, TaskRequest request) {
        if (!(request.arguments() instanceof ObjectNode)) {
            throw new TaskException(
                    new TaskError(
                            ErrorNames.RUNTIME,
                            "The Arguments of %s must be an object, but were %s"
                                    .formatted(resource.arn(), request.arguments())));
        }
        ObjectNode input = (ObjectNode) Casing.toService(service, request.arguments().deepCopy());
        switch (service) {
            case "states" -> execution(input, resource, request);
            case "events" -> events(input, request);
            case "sqs" -> text(input, "MessageBody");
            case "s3" -> text(input, "Body");
            default -> {}
        }
        return input;
    }

    /// A name that a repeated request repeats makes starting a nested execution idempotent.
    private static void execution(ObjectNode input, Resource resource, TaskRequest request) {
        if (resource.action().equals("startExecution")) {
            text(input, "input");
            if (!input.has("name")) {
                input.put("name", request.requestId());
            }
        }
    }

    private static void events(ObjectNode input, TaskRequest request) {
        for (JsonNode entry : input.path("Entries")) {
            if (entry instanceof ObjectNode event) {
                text(event, "Detail");
                ArrayNode resources = event.withArray("Resources");
                resources.add(request.executionArn());
            }
        }
    }

    /// Structured values of parameters that are strings are sent as their JSON.
    private static void text(ObjectNode input, String field) {
        JsonNode value = input.get(field);
        if (value != null && !value.isTextual() && !value.isNull()) {
            input.set(field, JsonNodeFactory.instance.textNode(value.toString()));
        }
    }
}
