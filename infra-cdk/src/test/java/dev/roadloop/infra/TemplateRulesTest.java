package dev.roadloop.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every resource of its kind must have. Each rule is also tried on a template that breaks it.
class TemplateRulesTest {

    private static final Templates TEMPLATES = Templates.synthesised();
    private static final int LONGEST_TIMEOUT = 900;

    @Test
    void everyFunctionHasTimeoutTracingSnapStartAndAKeptLog() {
        assertThat(TEMPLATES.ofType("AWS::Lambda::Function")).hasSizeGreaterThanOrEqualTo(6);
        assertThat(functionFaults(TEMPLATES)).isEmpty();
        assertThat(
                        functionFaults(
                                TEMPLATES.with(
                                        "VerifyFile/Function",
                                        f -> properties(f).remove("Timeout"))))
                .hasSize(1);
        assertThat(
                        functionFaults(
                                TEMPLATES.with(
                                        "VerifyFile/Function",
                                        f -> properties(f).remove("LoggingConfig"))))
                .hasSize(1);
        assertThat(
                        functionFaults(
                                TEMPLATES.with(
                                        "VerifyFile/Logs",
                                        f -> properties(f).remove("RetentionInDays"))))
                .hasSize(1);
    }

    @Test
    void everyAsynchronousCallThatFailsGoesToAQueue() {
        assertThat(aliasesWithoutDestination(TEMPLATES)).isEmpty();
        Resource config = TEMPLATES.ofType("AWS::Lambda::EventInvokeConfig").getFirst();
        assertThat(
                        aliasesWithoutDestination(
                                TEMPLATES.with(
                                        config.path(),
                                        c -> properties(c).remove("DestinationConfig"))))
                .hasSize(1);
    }

    @Test
    void everyQueueThatIsReadHasADeadLetterQueue() {
        assertThat(readQueuesWithoutDeadLetters(TEMPLATES)).isEmpty();
        assertThat(
                        readQueuesWithoutDeadLetters(
                                TEMPLATES.with(
                                        "Queues/LandingObjects",
                                        q -> properties(q).remove("RedrivePolicy"))))
                .hasSize(1);
    }

    @Test
    void everyBucketIsEncryptedPrivateAndReachedByTlsOnly() {
        assertThat(bucketFaults(TEMPLATES)).isEmpty();
        assertThat(
                        bucketFaults(
                                TEMPLATES.with(
                                        "Buckets/Landing",
                                        b -> properties(b).remove("BucketEncryption"))))
                .hasSize(1);
        assertThat(
                        bucketFaults(
                                TEMPLATES.with(
                                        "Buckets/Landing",
                                        b ->
                                                properties(b)
                                                        .remove("PublicAccessBlockConfiguration"))))
                .hasSize(1);
        assertThat(
                        bucketFaults(
                                TEMPLATES.with(
                                        "Buckets/Landing/Policy",
                                        b ->
                                                ((ObjectNode) properties(b).path("PolicyDocument"))
                                                        .putArray("Statement"))))
                .hasSize(1);
    }

    /// The zones keep data under keys of ours. What S3's access log delivery writes cannot be.
    @Test
    void everyZoneTellsEventBridgeForgetsWhatIsLeftOverAndHasAKeyOfOurs() {
        assertThat(zones(TEMPLATES)).hasSize(5);
        assertThat(zoneFaults(TEMPLATES)).isEmpty();
        for (String property :
                List.of(
                        "NotificationConfiguration",
                        "LifecycleConfiguration",
                        "BucketEncryption")) {
            assertThat(
                            zoneFaults(
                                    TEMPLATES.with(
                                            "Buckets/Silver", b -> properties(b).remove(property))))
                    .as(property)
                    .hasSize(1);
        }
    }

    /// Of a checkpoint a minute, each as large as some models, a year would be kept.
    @Test
    void whatTrainingsAndSearchesReplaceIsForgottenInAWeek() {
        JsonNode rules =
                TEMPLATES.at("Buckets/Gold").properties().at("/LifecycleConfiguration/Rules");
        for (String prefix : List.of("models/runs/", "indexes/")) {
            assertThat(rules.valueStream().filter(r -> r.path("Prefix").asText().equals(prefix)))
                    .as(prefix)
                    .singleElement()
                    .satisfies(rule ->
                            assertThat(rule.at("/NoncurrentVersionExpiration/NoncurrentDays"))
                                    .hasToString("7"));
        }
    }

    /// Source: "IAM policies for Amazon SageMaker AI" of the Step Functions guide, and
    /// "OutputDataConfig" of SageMaker's API.
    @Test
    void jobsOfSageMakerMayBeWatchedAndMayEncryptWhatTheyMade() {
        assertThat(actions("SageMaker/Access/Role"))
                .contains("kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt");
        for (String machine : List.of("TrainMachine", "Sweeps/Machine")) {
            assertThat(actions(machine + "/Access/Role"))
                    .as(machine)
                    .contains(
                            "sagemaker:CreateTrainingJob",
                            "sagemaker:DescribeTrainingJob",
                            "sagemaker:StopTrainingJob",
                            "sagemaker:ListTags",
                            "sagemaker:AddTags",
                            "iam:PassRole",
                            "events:PutTargets",
                            "events:PutRule",
                            "events:DescribeRule");
        }
    }

    private static List<String> actions(String role) {
        return TEMPLATES.at(role).properties().findValues("Action").stream()
                .flatMap(Templates::leaves)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void aYearOfTheBussEventsCanBeReplayed() {
        assertThat(TEMPLATES.ofType("AWS::Events::EventBus")).hasSize(1);
        assertThat(TEMPLATES.ofType("AWS::Events::Archive"))
                .singleElement()
                .satisfies(archive -> {
                    assertThat(
                                    TEMPLATES.target(
                                            archive.stack(),
                                            archive.properties().path("SourceArn")))
                            .contains(TEMPLATES.ofType("AWS::Events::EventBus").getFirst());
                    assertThat(archive.properties().path("RetentionDays").asInt()).isEqualTo(365);
                });
    }

    @Test
    void tablesAreOnDemandAndCanBeRestoredToAnyMoment() {
        assertThat(tableFaults(TEMPLATES)).isEmpty();
        assertThat(
                        tableFaults(
                                TEMPLATES.with(
                                        TEMPLATES.ofType("AWS::DynamoDB::Table").getFirst().path(),
                                        t ->
                                                properties(t)
                                                        .remove(
                                                                "PointInTimeRecoverySpecification"))))
                .hasSize(1);
    }

    @Test
    void cdkNagHasNoFindingThatIsNotSuppressedWithAReason() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(Templates.ASSEMBLY)) {
            for (Path report :
                    files.filter(file -> file.toString().endsWith("NagReport.csv")).toList()) {
                lines.addAll(Files.readAllLines(report));
            }
        }
        assertThat(lines).filteredOn(line -> line.contains("\"Compliant\"")).hasSizeGreaterThan(30);
        assertThat(lines)
                .noneMatch(
                        line -> line.contains("\"Non-Compliant\"") || line.contains("\"UNKNOWN\""));
        assertThat(lines)
                .filteredOn(line -> line.contains("\"Suppressed\""))
                .noneMatch(line -> line.contains(",\"N/A\","));
    }

    private static List<String> functionFaults(Templates templates) {
        List<String> faults = new ArrayList<>();
        for (Resource function : templates.ofType("AWS::Lambda::Function")) {
            JsonNode properties = function.properties();
            int timeout = properties.path("Timeout").asInt();
            boolean logged =
                    templates
                            .target(
                                    function.stack(),
                                    properties.path("LoggingConfig").path("LogGroup"))
                            .filter(group -> group.properties().path("RetentionInDays").asInt() > 0)
                            .isPresent();
            if (timeout < 1
                    || timeout > LONGEST_TIMEOUT
                    || !logged
                    || !properties.path("Runtime").asText().equals("java25")
                    || !properties.path("TracingConfig").path("Mode").asText().equals("Active")
                    || !properties
                            .path("SnapStart")
                            .path("ApplyOn")
                            .asText()
                            .equals("PublishedVersions")) {
                faults.add(function.path());
            }
        }
        return faults;
    }

    private static List<String> aliasesWithoutDestination(Templates templates) {
        return templates.ofType("AWS::Lambda::EventInvokeConfig").stream()
                .filter(config ->
                        config.properties()
                                .path("DestinationConfig")
                                .path("OnFailure")
                                .path("Destination")
                                .isMissingNode())
                .map(Resource::path)
                .toList();
    }

    private static List<String> readQueuesWithoutDeadLetters(Templates templates) {
        return templates.ofType("AWS::Lambda::EventSourceMapping").stream()
                .map(mapping ->
                        templates
                                .target(
                                        mapping.stack(),
                                        mapping.properties().path("EventSourceArn"))
                                .orElseThrow())
                .filter(queue ->
                        queue.properties()
                                .path("RedrivePolicy")
                                .path("deadLetterTargetArn")
                                .isMissingNode())
                .map(Resource::path)
                .toList();
    }

    private static List<String> bucketFaults(Templates templates) {
        List<String> faults = new ArrayList<>();
        for (Resource bucket : templates.ofType("AWS::S3::Bucket")) {
            JsonNode block = bucket.properties().path("PublicAccessBlockConfiguration");
            boolean open =
                    block.size() < 4 || block.valueStream().anyMatch(value -> !value.asBoolean());
            boolean plain = bucket.properties().path("BucketEncryption").isMissingNode();
            boolean tlsOnly =
                    templates.ofType("AWS::S3::BucketPolicy").stream()
                            .filter(policy ->
                                    templates
                                            .target(
                                                    policy.stack(),
                                                    policy.properties().path("Bucket"))
                                            .filter(bucket::equals)
                                            .isPresent())
                            .flatMap(policy ->
                                    policy.properties()
                                            .path("PolicyDocument")
                                            .path("Statement")
                                            .valueStream())
                            .anyMatch(statement ->
                                    statement.path("Effect").asText().equals("Deny")
                                            && statement
                                                    .path("Condition")
                                                    .path("Bool")
                                                    .path("aws:SecureTransport")
                                                    .asText()
                                                    .equals("false"));
            if (open || plain || !tlsOnly) {
                faults.add(bucket.path());
            }
        }
        return faults;
    }

    private static List<Resource> zones(Templates templates) {
        return templates.ofType("AWS::S3::Bucket").stream()
                .filter(bucket -> !bucket.path().endsWith("/AccessLogs"))
                .toList();
    }

    private static List<String> zoneFaults(Templates templates) {
        return zones(templates).stream()
                .filter(bucket -> {
                    JsonNode properties = bucket.properties();
                    JsonNode encryption =
                            properties
                                    .path("BucketEncryption")
                                    .path("ServerSideEncryptionConfiguration")
                                    .path(0)
                                    .path("ServerSideEncryptionByDefault");
                    return !properties
                                    .path("NotificationConfiguration")
                                    .path("EventBridgeConfiguration")
                                    .path("EventBridgeEnabled")
                                    .asBoolean()
                            || properties.path("LifecycleConfiguration").path("Rules").isEmpty()
                            || !encryption.path("SSEAlgorithm").asText().equals("aws:kms")
                            || templates
                                    .target(bucket.stack(), encryption.path("KMSMasterKeyID"))
                                    .isEmpty();
                })
                .map(Resource::path)
                .toList();
    }

    private static List<String> tableFaults(Templates templates) {
        return templates.ofType("AWS::DynamoDB::Table").stream()
                .filter(table ->
                        !table.properties().path("BillingMode").asText().equals("PAY_PER_REQUEST")
                                || !table.properties()
                                        .path("PointInTimeRecoverySpecification")
                                        .path("PointInTimeRecoveryEnabled")
                                        .asBoolean())
                .map(Resource::path)
                .toList();
    }

    private static ObjectNode properties(ObjectNode resource) {
        return (ObjectNode) resource.path("Properties");
    }
}
