package dev.roadloop.embedded;

import static dev.roadloop.embedded.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.logs.LogStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/// The services through the AWS SDK, on a template made by hand.
class EmbeddedCloudTest {

    private static final StaticCredentialsProvider OWNER =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    @TempDir Path directory;

    private EmbeddedCloud start(boolean strict) {
        return EmbeddedCloud.start(
                new EmbeddedCloud.Options(
                        TestAssembly.write(directory.resolve("cdk.out")),
                        directory.resolve("state"),
                        0,
                        strict,
                        Clock.systemUTC(),
                        "us-east-1"));
    }

    private static LambdaClient lambda(EmbeddedCloud cloud) {
        return LambdaClient.builder()
                .endpointOverride(cloud.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(OWNER)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static BatchClient batch(EmbeddedCloud cloud) {
        return BatchClient.builder()
                .endpointOverride(cloud.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(OWNER)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static EventBridgeClient events(EmbeddedCloud cloud) {
        return EventBridgeClient.builder()
                .endpointOverride(cloud.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(OWNER)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static InvokeResponse invoke(LambdaClient client, String payload) {
        return client.invoke(
                request -> request.functionName("Echo").payload(SdkBytes.fromUtf8String(payload)));
    }

    @Test
    @Tag("slow")
    void aFunctionAnswersFailsAndTimesOutAsOnAws() throws Exception {
        checkFunction(false);
    }

    @Test
    @Tag("slow")
    void inStrictModeAFunctionAnswersFailsAndTimesOutAsOnAws() throws Exception {
        checkFunction(true);
    }

    private void checkFunction(boolean strict) throws Exception {
        try (EmbeddedCloud cloud = start(strict);
                LambdaClient client = lambda(cloud)) {
            System.out.println(
                    "ready in "
                            + cloud.readyIn().toMillis()
                            + " ms, "
                            + (EmbeddedCloud.memory() >> 20)
                            + " MiB, strict "
                            + strict);
            JsonNode answer =
                    new ObjectMapper()
                            .readTree(invoke(client, "{\"a\":1}").payload().asUtf8String());
            assertThat(answer.path("greeting").asText()).isEqualTo("hello");
            assertThat(answer.path("role").asBoolean()).isTrue();
            assertThat(answer.path("remaining").asBoolean()).isTrue();
            InvokeResponse failed = invoke(client, "{\"fail\":\"x\"}");
            assertThat(failed.functionError()).isEqualTo("Unhandled");
            JsonNode error = new ObjectMapper().readTree(failed.payload().asUtf8String());
            assertThat(error.path("errorType").asText())
                    .as(String.join("\n", printed("/aws/lambda/Echo")))
                    .isEqualTo("java.lang.IllegalArgumentException");
            assertThat(error.path("errorMessage").asText()).isEqualTo("asked to fail: x");
            assertThat(invoke(client, "{\"sleep\":5000}").payload().asUtf8String())
                    .contains("Task timed out after 2.00 seconds");
            assertThat(invoke(client, "{\"a\":2}").functionError()).isNull();
        }
    }

    @Test
    void anEventReachesTheFunctionThroughItsRuleTransformedAndOneThatDoesNotMatchDoesNot()
            throws Exception {
        try (EmbeddedCloud cloud = start(false);
                EventBridgeClient client = events(cloud)) {
            PutEventsResponse response =
                    client.putEvents(request ->
                            request.entries(
                                    entry("{\"n\":5}"), entry("{\"n\":-1}"), entry("no json")));
            assertThat(response.failedEntryCount()).isEqualTo(1);
            assertThat(response.entries().get(2).errorCode()).isEqualTo("MalformedDetail");
            Path record = directory.resolve("cdk.out/record.txt");
            eventually(() -> record.toFile().length() > 0, "a record");
            Thread.sleep(300);
            assertThat(Files.readString(record)).isEqualTo("{n=5}\n");
        }
    }

    private static PutEventsRequestEntry entry(String detail) {
        return PutEventsRequestEntry.builder()
                .eventBusName("drives")
                .source("test")
                .detailType("T")
                .detail(detail)
                .build();
    }

    @Test
    @Tag("slow")
    void aJobRunsRetriesByExitCodeAndAnArrayCountsItsChildren() throws Exception {
        try (EmbeddedCloud cloud = start(false);
                BatchClient client = batch(cloud)) {
            String ok =
                    client.submitJob(request ->
                                    request.jobName("ok")
                                            .jobQueue("jobs")
                                            .jobDefinition("print")
                                            .parameters(Map.of("word", "a")))
                            .jobId();
            String twice =
                    client.submitJob(request ->
                                    request.jobName("twice")
                                            .jobQueue("jobs")
                                            .jobDefinition("print")
                                            .parameters(Map.of("word", "b"))
                                            .containerOverrides(
                                                    overrides -> overrides.command("b", "0", "20")))
                            .jobId();
            String array =
                    client.submitJob(request ->
                                    request.jobName("array")
                                            .jobQueue("jobs")
                                            .jobDefinition("print")
                                            .parameters(Map.of("word", "c"))
                                            .arrayProperties(properties -> properties.size(2)))
                            .jobId();
            eventually(
                    () ->
                            client
                                    .describeJobs(request -> request.jobs(ok, twice, array))
                                    .jobs()
                                    .stream()
                                    .allMatch(job ->
                                            job.status() == JobStatus.SUCCEEDED
                                                    || job.status() == JobStatus.FAILED),
                    "all jobs to end");
            JobDetail failed =
                    client.describeJobs(request -> request.jobs(twice)).jobs().getFirst();
            assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
            assertThat(failed.attempts()).hasSize(2);
            assertThat(failed.container().exitCode()).isEqualTo(20);
            assertThat(client.describeJobs(request -> request.jobs(ok)).jobs().getFirst().status())
                    .isEqualTo(JobStatus.SUCCEEDED);
            assertThat(
                            client.describeJobs(request -> request.jobs(array))
                                    .jobs()
                                    .getFirst()
                                    .status())
                    .isEqualTo(JobStatus.SUCCEEDED);
            assertThat(printed("/aws/batch/job"))
                    .contains(
                            "job c index 0 attempt 1",
                            "job c index 1 attempt 1",
                            "job b index null attempt 2");
        }
    }

    private List<String> printed(String group) {
        LogStore logs = new LogStore(directory.resolve("state/logs"), Clock.systemUTC());
        List<String> lines = new ArrayList<>();
        logs.streams(group)
                .forEach(stream -> logs.read(group, stream, event -> lines.add(event.message())));
        return lines;
    }

    @Tag("slow")
    @Test
    void aSecondCloudOnTheSameStateIsRefused() {
        try (EmbeddedCloud first = start(false)) {
            assertThat(first.unserved()).isEmpty();
            assertThatThrownBy(() -> start(false))
                    .hasMessageContaining("is in use by another process");
        }
    }
}
