package dev.roadloop.embedded.iam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import dev.roadloop.embedded.template.TemplateSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Says which permissions a call needs, from its action and parameters.
///
/// Source: AWS service authorization reference. S3 is in [S3Permissions].
public final class RequiredPermissions {

    private static final Map<String, List<String>> RESOURCE_FIELDS =
            Map.of(
                    "states",
                            List.of("stateMachineArn", "executionArn", "mapRunArn", "resourceArn"),
                    "batch", List.of("jobQueue", "jobDefinition", "jobId", "resourceArn"),
                    "logs", List.of("logGroupName", "logGroupIdentifier"));

    private static final Map<String, String> DYNAMODB_TRANSACTION =
            Map.of(
                    "Put",
                    "PutItem",
                    "Update",
                    "UpdateItem",
                    "Delete",
                    "DeleteItem",
                    "ConditionCheck",
                    "ConditionCheckItem",
                    "Get",
                    "GetItem");

    private final TemplateSettings aws;
    private final CloudAssembly assembly;
    private final S3Permissions s3;

    public RequiredPermissions(CloudAssembly assembly) {
        this.aws = assembly.settings();
        this.assembly = assembly;
        this.s3 = new S3Permissions(assembly);
    }

    /// The permissions of S3 requests, which the gateway derives from method and path.
    public S3Permissions s3() {
        return s3;
    }

    /// @param service IAM prefix
    /// @param action as in AWS's API model
    /// @param input parameters as in AWS's API model
    /// @return empty where AWS asks for no permission
    public List<Permission> of(String service, String action, JsonNode input) {
        return switch (service) {
            case "s3" -> s3.ofCall(action, input);
            case "dynamodb" -> dynamodb(action, input);
            case "sqs" -> new QueuePermissions(assembly).of(action, input);
            case "lambda" -> lambda(action, input);
            case "events" -> events(action, input);
            case "kms" ->
                    List.of(Permission.of("kms:" + action, keyArn(input.path("KeyId").asText())));
            case "sts" ->
                    action.equals("AssumeRole")
                            ? List.of(
                                    Permission.of("sts:AssumeRole", input.path("RoleArn").asText()))
                            : List.of();
            case "batch" -> batch(action, input);
            case "sagemaker" -> sagemaker(action, input);
            case "states" -> states(action, input);
            case "logs" -> logs(action, input);
            case "scheduler" ->
                    List.of(
                            Permission.of(
                                    "scheduler:" + action,
                                    aws.arn(
                                            "scheduler",
                                            "schedule/"
                                                    + input.path("GroupName").asText("default")
                                                    + "/"
                                                    + input.path("Name").asText("*"))));
            default -> List.of(Permission.of(service + ":" + action, "*"));
        };
    }

    private List<Permission> dynamodb(String action, JsonNode input) {
        List<Permission> needed = new ArrayList<>();
        switch (action) {
            case "BatchGetItem", "BatchWriteItem" ->
                    input.path("RequestItems")
                            .properties()
                            .forEach(table ->
                                    needed.add(
                                            Permission.of(
                                                    "dynamodb:" + action, table(table.getKey()))));
            case "TransactGetItems", "TransactWriteItems" ->
                    input.path("TransactItems")
                            .forEach(item ->
                                    item.properties()
                                            .forEach(part ->
                                                    needed.add(
                                                            Permission.of(
                                                                    "dynamodb:"
                                                                            + DYNAMODB_TRANSACTION
                                                                                    .getOrDefault(
                                                                                            part
                                                                                                    .getKey(),
                                                                                            part
                                                                                                    .getKey()),
                                                                    table(
                                                                            part.getValue()
                                                                                    .path(
                                                                                            "TableName")
                                                                                    .asText())))));
            case "ListTables", "DescribeLimits", "DescribeEndpoints", "ListStreams" ->
                    needed.add(Permission.of("dynamodb:" + action, "*"));
            default -> {
                String resource =
                        input.has("StreamArn")
                                ? input.path("StreamArn").asText()
                                : input.has("ResourceArn")
                                        ? input.path("ResourceArn").asText()
                                        : input.has("TableName")
                                                ? table(input.path("TableName").asText())
                                                : Permission.ANY_RESOURCE;
                String index = input.path("IndexName").asText("");
                needed.add(
                        Permission.of(
                                "dynamodb:" + action,
                                index.isEmpty() ? resource : resource + "/index/" + index));
            }
        }
        return needed;
    }

    private List<Permission> lambda(String action, JsonNode input) {
        String iamAction =
                action.equals("Invoke") || action.equals("InvokeAsync") ? "InvokeFunction" : action;
        if (!input.has("FunctionName")) {
            String resource =
                    input.has("UUID")
                            ? aws.arn(
                                    "lambda", "event-source-mapping:" + input.path("UUID").asText())
                            : "*";
            return List.of(Permission.of("lambda:" + iamAction, resource));
        }
        String function = input.path("FunctionName").asText();
        String arn =
                function.startsWith("arn:") ? function : aws.arn("lambda", "function:" + function);
        String qualifier = input.path("Qualifier").asText("");
        return List.of(
                Permission.of(
                        "lambda:" + iamAction,
                        qualifier.isEmpty() || arn.endsWith(":" + qualifier)
                                ? arn
                                : arn + ":" + qualifier));
    }

    private List<Permission> events(String action, JsonNode input) {
        if (action.equals("PutEvents")) {
            return input.path("Entries")
                    .valueStream()
                    .map(entry -> entry.path("EventBusName").asText("default"))
                    .distinct()
                    .map(bus -> Permission.of("events:PutEvents", bus(bus)))
                    .toList();
        }
        String bus = input.path("EventBusName").asText("default");
        String name = input.path("Rule").asText(input.path("Name").asText(""));
        if (action.endsWith("EventBus") || name.isEmpty()) {
            return List.of(Permission.of("events:" + action, name.isEmpty() ? "*" : bus(name)));
        }
        return List.of(
                Permission.of(
                        "events:" + action,
                        aws.arn(
                                "events",
                                "rule/" + (bus.equals("default") ? "" : bus + "/") + name)));
    }

    private List<Permission> batch(String action, JsonNode input) {
        if (action.equals("SubmitJob")) {
            return List.of(
                    Permission.of(
                            "batch:SubmitJob", definition(input.path("jobDefinition").asText())),
                    Permission.of(
                            "batch:SubmitJob",
                            named("batch", "job-queue/", input.path("jobQueue").asText())));
        }
        return List.of(
                Permission.of(
                        "batch:" + action,
                        input.has("jobId")
                                ? named("batch", "job/", input.path("jobId").asText())
                                : resource("batch", input)));
    }

    /// Whoever creates a job lends it a role.
    private List<Permission> sagemaker(String action, JsonNode input) {
        String name = input.path("TrainingJobName").asText("");
        String named = aws.arn("sagemaker", "training-job/" + name.toLowerCase(Locale.ROOT));
        String job = input.path("ResourceArn").asText(name.isEmpty() ? "*" : named);
        List<Permission> needed = new ArrayList<>();
        needed.add(Permission.of("sagemaker:" + action, job));
        if (action.equals("CreateTrainingJob")) {
            needed.add(
                    new Permission(
                            "iam:PassRole",
                            input.path("RoleArn").asText(),
                            Map.of("iam:PassedToService", "sagemaker.amazonaws.com")));
            if (!input.path("Tags").isEmpty()) {
                needed.add(Permission.of("sagemaker:AddTags", job));
            }
        }
        return needed;
    }

    private List<Permission> states(String action, JsonNode input) {
        String resource =
                action.startsWith("SendTask") ? Permission.ANY_RESOURCE : resource("states", input);
        return List.of(Permission.of("states:" + action, resource));
    }

    private List<Permission> logs(String action, JsonNode input) {
        String group = resource("logs", input);
        String arn =
                group.equals("*") || group.startsWith("arn:")
                        ? group
                        : aws.arn("logs", "log-group:" + group);
        String stream = input.path("logStreamName").asText("");
        return List.of(
                Permission.of(
                        "logs:" + action,
                        stream.isEmpty()
                                ? arn + (arn.equals("*") ? "" : ":*")
                                : arn + ":log-stream:" + stream));
    }

    private String resource(String service, JsonNode input) {
        for (String field : RESOURCE_FIELDS.getOrDefault(service, List.of())) {
            if (input.has(field)) {
                return input.path(field).asText();
            }
        }
        return "*";
    }

    private String table(String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : aws.arn("dynamodb", "table/" + nameOrArn);
    }

    private String bus(String nameOrArn) {
        return nameOrArn.startsWith("arn:")
                ? nameOrArn
                : aws.arn("events", "event-bus/" + nameOrArn);
    }

    private String keyArn(String key) {
        return KeyArns.of(assembly, key);
    }

    /// With its revision, whether it is named or not.
    private String definition(String nameOrArn) {
        return assembly.find("AWS::Batch::JobDefinition", nameOrArn)
                .map(CloudResource::arn)
                .orElseGet(() -> named("batch", "job-definition/", nameOrArn));
    }

    private String named(String service, String kind, String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : aws.arn(service, kind + nameOrArn);
    }
}
