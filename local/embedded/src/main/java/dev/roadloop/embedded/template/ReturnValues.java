package dev.roadloop.embedded.template;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What `Ref` and `Fn::GetAtt` give for a resource, by type, as in the "Return values" of AWS's
/// resource reference.
///
/// @param ref value of `Ref`
/// @param arn value of the attribute `Arn`, and of the resource's own ARN attribute
/// @param attributes further attributes
record ReturnValues(String ref, String arn, Map<String, String> attributes) {

    private static final Map<String, String> NAME_PROPERTIES =
            Map.ofEntries(
                    Map.entry("AWS::S3::Bucket", "BucketName"),
                    Map.entry("AWS::DynamoDB::Table", "TableName"),
                    Map.entry("AWS::DynamoDB::GlobalTable", "TableName"),
                    Map.entry("AWS::SQS::Queue", "QueueName"),
                    Map.entry("AWS::KMS::Alias", "AliasName"),
                    Map.entry("AWS::IAM::Role", "RoleName"),
                    Map.entry("AWS::IAM::Policy", "PolicyName"),
                    Map.entry("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
                    Map.entry("AWS::Events::EventBus", "Name"),
                    Map.entry("AWS::Events::Rule", "Name"),
                    Map.entry("AWS::Events::Archive", "ArchiveName"),
                    Map.entry("AWS::Scheduler::Schedule", "Name"),
                    Map.entry("AWS::Scheduler::ScheduleGroup", "Name"),
                    Map.entry("AWS::Lambda::Function", "FunctionName"),
                    Map.entry("AWS::Lambda::Alias", "Name"),
                    Map.entry("AWS::Lambda::LayerVersion", "LayerName"),
                    Map.entry("AWS::StepFunctions::StateMachine", "StateMachineName"),
                    Map.entry("AWS::Batch::JobDefinition", "JobDefinitionName"),
                    Map.entry("AWS::Batch::JobQueue", "JobQueueName"),
                    Map.entry("AWS::Batch::ComputeEnvironment", "ComputeEnvironmentName"),
                    Map.entry("AWS::Logs::LogGroup", "LogGroupName"),
                    Map.entry("AWS::SNS::Topic", "TopicName"),
                    Map.entry("AWS::CloudWatch::Alarm", "AlarmName"),
                    Map.entry("AWS::CloudWatch::Dashboard", "DashboardName"),
                    Map.entry("AWS::SSM::Parameter", "Name"),
                    Map.entry("AWS::Glue::Database", "DatabaseInput.Name"),
                    Map.entry("AWS::Glue::Table", "TableInput.Name"),
                    Map.entry("AWS::ECR::Repository", "RepositoryName"),
                    Map.entry("AWS::ApiGatewayV2::Api", "Name"));

    /// The property in which a type states its physical name; a dotted path.
    static Optional<String> nameProperty(String type) {
        return Optional.ofNullable(NAME_PROPERTIES.get(type));
    }

    /// An attribute of `Fn::GetAtt`.
    Optional<String> attribute(String name) {
        return name.equals("Arn") ? Optional.of(arn) : Optional.ofNullable(attributes.get(name));
    }

    /// Looks up properties of the resource while its return values are made.
    interface Properties {
        Optional<String> text(String path);
    }

    static ReturnValues of(
            TemplateSettings aws,
            String stack,
            String logicalId,
            String type,
            String name,
            Properties properties) {
        String id = hex(stack, logicalId);
        return switch (type) {
            case "AWS::S3::Bucket" ->
                    new ReturnValues(
                            name,
                            "arn:aws:s3:::" + name,
                            Map.of(
                                    "DomainName", name + ".s3.amazonaws.com",
                                    "RegionalDomainName",
                                            name + ".s3." + aws.region() + ".amazonaws.com"));
            case "AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable" -> {
                String arn = aws.arn("dynamodb", "table/" + name);
                yield new ReturnValues(
                        name,
                        arn,
                        Map.of(
                                "StreamArn",
                                arn + "/stream/2026-01-01T00:00:00.000",
                                "TableId",
                                uuid(stack, logicalId)));
            }
            case "AWS::SQS::Queue" -> {
                String url = aws.endpoint() + "/" + aws.account() + "/" + name;
                yield new ReturnValues(
                        url, aws.arn("sqs", name), Map.of("QueueName", name, "QueueUrl", url));
            }
            case "AWS::KMS::Key" -> {
                String key = uuid(stack, logicalId);
                yield new ReturnValues(key, aws.arn("kms", "key/" + key), Map.of("KeyId", key));
            }
            case "AWS::KMS::Alias" ->
                    new ReturnValues(name, aws.arn("kms", name), Map.of("AliasName", name));
            case "AWS::IAM::Role" ->
                    new ReturnValues(
                            name,
                            aws.globalArn(
                                    "iam", "role" + properties.text("Path").orElse("/") + name),
                            Map.of("RoleId", "AROA" + id.toUpperCase(Locale.ROOT)));
            case "AWS::IAM::ManagedPolicy" -> {
                String arn =
                        aws.globalArn("iam", "policy" + properties.text("Path").orElse("/") + name);
                yield new ReturnValues(arn, arn, Map.of("PolicyArn", arn));
            }
            case "AWS::Events::EventBus" ->
                    new ReturnValues(
                            name, aws.arn("events", "event-bus/" + name), Map.of("Name", name));
            case "AWS::Events::Rule" ->
                    eventRule(aws, name, properties.text("EventBusName").orElse("default"));
            case "AWS::Events::Archive" ->
                    new ReturnValues(
                            name,
                            aws.arn("events", "archive/" + name),
                            Map.of("ArchiveName", name));
            case "AWS::Scheduler::Schedule" ->
                    new ReturnValues(
                            name,
                            aws.arn(
                                    "scheduler",
                                    "schedule/"
                                            + properties.text("GroupName").orElse("default")
                                            + "/"
                                            + name),
                            Map.of());
            case "AWS::Scheduler::ScheduleGroup" ->
                    new ReturnValues(
                            name, aws.arn("scheduler", "schedule-group/" + name), Map.of());
            case "AWS::Lambda::Function" ->
                    new ReturnValues(
                            name,
                            aws.arn("lambda", "function:" + name),
                            Map.of("FunctionName", name));
            case "AWS::Lambda::Version", "AWS::Lambda::Alias" ->
                    qualifiedFunction(aws, type, name, properties);
            case "AWS::Lambda::EventSourceMapping" -> {
                String uuid = uuid(stack, logicalId);
                String arn = aws.arn("lambda", "event-source-mapping:" + uuid);
                yield new ReturnValues(uuid, arn, Map.of("Id", uuid, "EventSourceMappingArn", arn));
            }
            case "AWS::StepFunctions::StateMachine" -> {
                String arn = aws.arn("states", "stateMachine:" + name);
                yield new ReturnValues(arn, arn, Map.of("Name", name));
            }
            case "AWS::Batch::JobDefinition" ->
                    batch(aws, "job-definition/" + name + ":1", "JobDefinitionArn");
            case "AWS::Batch::JobQueue" -> batch(aws, "job-queue/" + name, "JobQueueArn");
            case "AWS::Batch::ComputeEnvironment" ->
                    batch(aws, "compute-environment/" + name, "ComputeEnvironmentArn");
            case "AWS::Logs::LogGroup" ->
                    new ReturnValues(name, aws.arn("logs", "log-group:" + name + ":*"), Map.of());
            case "AWS::SNS::Topic" -> {
                String arn = aws.arn("sns", name);
                yield new ReturnValues(arn, arn, Map.of("TopicArn", arn, "TopicName", name));
            }
            case "AWS::CloudWatch::Alarm" ->
                    new ReturnValues(name, aws.arn("cloudwatch", "alarm:" + name), Map.of());
            case "AWS::SSM::Parameter" ->
                    new ReturnValues(
                            name,
                            aws.arn("ssm", "parameter" + name),
                            Map.of(
                                    "Value",
                                    properties.text("Value").orElse(""),
                                    "Type",
                                    properties.text("Type").orElse("")));
            case "AWS::Glue::Database" ->
                    new ReturnValues(name, aws.arn("glue", "database/" + name), Map.of());
            case "AWS::ECR::Repository" ->
                    new ReturnValues(
                            name,
                            aws.arn("ecr", "repository/" + name),
                            Map.of(
                                    "RepositoryUri",
                                    aws.account()
                                            + ".dkr.ecr."
                                            + aws.region()
                                            + ".amazonaws.com/"
                                            + name));
            case "AWS::ApiGatewayV2::Api" ->
                    new ReturnValues(
                            name,
                            aws.arn("apigateway", "/apis/" + name),
                            Map.of("ApiId", name, "ApiEndpoint", aws.endpoint() + "/_api/" + name));
            case "AWS::EC2::VPC" -> ec2(aws, "vpc", id, "VpcId");
            case "AWS::EC2::Subnet" -> ec2(aws, "subnet", id, "SubnetId");
            case "AWS::EC2::SecurityGroup" -> ec2(aws, "security-group", id, "GroupId");
            default -> new ReturnValues(name, aws.arn(serviceOf(type), name), Map.of());
        };
    }

    private static ReturnValues eventRule(TemplateSettings aws, String name, String busNameOrArn) {
        String bus = busNameOrArn.substring(busNameOrArn.lastIndexOf('/') + 1);
        return bus.equals("default")
                ? new ReturnValues(name, aws.arn("events", "rule/" + name), Map.of())
                : new ReturnValues(
                        bus + "|" + name, aws.arn("events", "rule/" + bus + "/" + name), Map.of());
    }

    private static ReturnValues qualifiedFunction(
            TemplateSettings aws, String type, String name, Properties properties) {
        String function =
                properties
                        .text("FunctionName")
                        .orElseThrow(() ->
                                new TemplateException(
                                        type
                                                + " "
                                                + name
                                                + ": expected property FunctionName, found none"));
        String plain = function.substring(function.lastIndexOf(':') + 1);
        String qualifier = type.equals("AWS::Lambda::Version") ? "1" : name;
        String arn = aws.arn("lambda", "function:" + plain + ":" + qualifier);
        return new ReturnValues(
                arn, arn, Map.of("FunctionArn", arn, "AliasArn", arn, "Version", qualifier));
    }

    private static ReturnValues batch(TemplateSettings aws, String resource, String attribute) {
        String arn = aws.arn("batch", resource);
        return new ReturnValues(arn, arn, Map.of(attribute, arn));
    }

    private static ReturnValues ec2(
            TemplateSettings aws, String kind, String id, String attribute) {
        String prefix = kind.equals("security-group") ? "sg" : kind;
        String resourceId = prefix + "-" + id;
        return new ReturnValues(
                resourceId, aws.arn("ec2", kind + "/" + resourceId), Map.of(attribute, resourceId));
    }

    private static String serviceOf(String type) {
        String[] parts = type.split("::");
        return parts.length > 1 ? parts[1].toLowerCase(Locale.ROOT) : "custom";
    }

    private static String uuid(String stack, String logicalId) {
        return UUID.nameUUIDFromBytes((stack + "/" + logicalId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static String hex(String stack, String logicalId) {
        return uuid(stack, logicalId).replace("-", "").substring(0, 17);
    }
}
