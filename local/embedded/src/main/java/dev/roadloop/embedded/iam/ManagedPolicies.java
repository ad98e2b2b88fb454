package dev.roadloop.embedded.iam;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The policies that AWS manages, as far as CDK attaches them to roles of functions, jobs and
/// machines.
///
/// Source: AWS managed policy reference guide. Resources are `*` there too.
final class ManagedPolicies {

    private static final List<String> LOGS =
            List.of("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents");

    private static final Map<String, List<String>> ACTIONS =
            Map.of(
                    "service-role/AWSLambdaBasicExecutionRole", LOGS,
                    "service-role/AWSLambdaVPCAccessExecutionRole", LOGS,
                    "service-role/AWSLambdaSQSQueueExecutionRole",
                            List.of(
                                    "logs:CreateLogGroup",
                                    "logs:CreateLogStream",
                                    "logs:PutLogEvents",
                                    "sqs:ReceiveMessage",
                                    "sqs:DeleteMessage",
                                    "sqs:GetQueueAttributes"),
                    "service-role/AWSLambdaDynamoDBExecutionRole",
                            List.of(
                                    "logs:CreateLogGroup",
                                    "logs:CreateLogStream",
                                    "logs:PutLogEvents",
                                    "dynamodb:DescribeStream",
                                    "dynamodb:GetRecords",
                                    "dynamodb:GetShardIterator",
                                    "dynamodb:ListStreams"),
                    "AWSXRayDaemonWriteAccess",
                            List.of(
                                    "xray:PutTraceSegments",
                                    "xray:PutTelemetryRecords",
                                    "xray:GetSamplingRules",
                                    "xray:GetSamplingTargets",
                                    "xray:GetSamplingStatisticSummaries"),
                    "service-role/AmazonECSTaskExecutionRolePolicy",
                            List.of(
                                    "ecr:GetAuthorizationToken",
                                    "ecr:BatchCheckLayerAvailability",
                                    "ecr:GetDownloadUrlForLayer",
                                    "ecr:BatchGetImage",
                                    "logs:CreateLogStream",
                                    "logs:PutLogEvents"),
                    "service-role/AWSBatchServiceRole", List.of("ecs:*", "ec2:Describe*", "logs:*"),
                    "CloudWatchLambdaInsightsExecutionRolePolicy", LOGS);

    private ManagedPolicies() {}

    /// The statement of the policy with this ARN; empty for a policy that is not in the table.
    static Optional<Statement> find(String arn) {
        String name = arn.substring(arn.indexOf(":policy/") + ":policy/".length());
        return Optional.ofNullable(ACTIONS.get(name))
                .map(actions -> {
                    ObjectNode json =
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("Effect", "Allow")
                                    .put("Resource", "*");
                    actions.forEach(json.putArray("Action")::add);
                    return new Statement(json);
                });
    }
}
