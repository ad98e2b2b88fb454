package dev.roadloop.embedded.iam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.template.CloudAssembly;
import java.util.ArrayList;
import java.util.List;

/// Says which permissions an SQS call needs, those on the queue's key included. See the Amazon SQS
/// developer guide, "Configuring queue permissions for dead-letter queue redrive".
final class QueuePermissions {

    private final CloudAssembly assembly;

    QueuePermissions(CloudAssembly assembly) {
        this.assembly = assembly;
    }

    List<Permission> of(String action, JsonNode input) {
        return switch (action) {
            case "ListQueues" -> List.of(Permission.of("sqs:ListQueues", "*"));
            case "StartMessageMoveTask" -> move(input);
            case "ListMessageMoveTasks" -> on("ListMessageMoveTasks", source(input));
            case "CancelMessageMoveTask" ->
                    List.of(Permission.of("sqs:CancelMessageMoveTask", Permission.ANY_RESOURCE));
            default -> {
                String single =
                        action.endsWith("Batch")
                                ? action.substring(0, action.length() - "Batch".length())
                                : action;
                yield on(
                        single,
                        name(
                                input.path("QueueUrl").asText(input.path("QueueName").asText("")),
                                '/'));
            }
        };
    }

    private List<Permission> move(JsonNode input) {
        List<Permission> needed = new ArrayList<>();
        for (String action :
                List.of(
                        "StartMessageMoveTask",
                        "ReceiveMessage",
                        "DeleteMessage",
                        "GetQueueAttributes")) {
            needed.addAll(on(action, source(input)));
        }
        if (input.has("DestinationArn")) {
            needed.addAll(on("SendMessage", name(input.path("DestinationArn").asText(), ':')));
        }
        return needed;
    }

    private static String source(JsonNode input) {
        return name(input.path("SourceArn").asText(), ':');
    }

    private static String name(String urlOrArn, char separator) {
        return urlOrArn.substring(urlOrArn.lastIndexOf(separator) + 1);
    }

    private List<Permission> on(String action, String queue) {
        List<Permission> needed = new ArrayList<>();
        needed.add(Permission.of("sqs:" + action, assembly.settings().arn("sqs", queue)));
        assembly.find("AWS::SQS::Queue", queue)
                .flatMap(found -> found.text("KmsMasterKeyId"))
                .map(key -> KeyArns.of(assembly, key))
                .ifPresent(key -> {
                    if (action.equals("SendMessage")) {
                        needed.add(Permission.of("kms:GenerateDataKey", key));
                    }
                    if (action.equals("SendMessage") || action.equals("ReceiveMessage")) {
                        needed.add(Permission.of("kms:Decrypt", key));
                    }
                });
        return needed;
    }
}
