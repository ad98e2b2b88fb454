package dev.roadloop.embedded.batch;

import static dev.roadloop.embedded.fixture.Eventually.eventually;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.TestAssembly;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.logs.LogStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A Batch with a queue and definitions of jobs that print, and what tests ask of it.
abstract class BatchFixture {

    private static final ObjectMapper JSON = new ObjectMapper();
    static final Principal OWNER = new Principal("arn:aws:iam::123456789012:root");
    private static final String PREFIX = "arn:aws:batch:us-east-1:123456789012:";

    @TempDir Path directory;

    BatchApi batch = opened();

    @BeforeEach
    void start() {
        TestAssembly.write(directory.resolve("cdk.out"));
        batch = open();
        batch.start();
    }

    @AfterEach
    void close() {
        batch.close();
    }

    /// A cloud that is closed at once: the field is never null, the folder is only known later.
    private static BatchApi opened() {
        return new BatchApi(
                List.of(),
                List.of(),
                role -> Map.of(),
                new LogStore(
                        Path.of(System.getProperty("java.io.tmpdir"), "none"), Clock.systemUTC()),
                Path.of(System.getProperty("java.io.tmpdir"), "roadloop-" + UUID.randomUUID()),
                Clock.systemUTC(),
                1,
                detail -> {});
    }

    final BatchApi open() {
        return new BatchApi(
                List.of(new JobQueue("jobs", PREFIX + "job-queue/jobs", 1, true)),
                List.of(
                        definition("print", "image", "{'retryStrategy':{'attempts':3}}"),
                        definition(
                                "picky",
                                "image",
                                "{'retryStrategy':{'attempts':4,'evaluateOnExit':[{'onExitCode':'2*','action':'retry'},{'onExitCode':'*','action':'exit'}]}}"),
                        definition(
                                "short",
                                "image",
                                "{'retryStrategy':{'attempts':3},'timeout':{'attemptDurationSeconds':1}}"),
                        definition("broken", "no-such-image", "{}")),
                role -> Map.of(),
                logs(),
                directory.resolve("state"),
                Clock.systemUTC(),
                2,
                detail -> {});
    }

    private LogStore logs() {
        return new LogStore(directory.resolve("logs"), Clock.systemUTC());
    }

    private JobDefinition definition(String name, String image, String properties) {
        return new JobDefinition(
                name,
                PREFIX + "job-definition/" + name + ":1",
                directory.resolve("cdk.out").resolve(image),
                "Dockerfile",
                json(properties));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static JsonNode request(String definition, String command, String more) {
        return json(
                "{'jobName':'j','jobQueue':'jobs','jobDefinition':'"
                        + definition
                        + "','containerOverrides':{'command':['"
                        + command.replace(" ", "','")
                        + "'],'resourceRequirements':[{'type':'VCPU','value':'0.5'},{'type':'MEMORY','value':'128'}]}"
                        + (more.isEmpty() ? "" : "," + more)
                        + "}");
    }

    final String submit(String definition, String command, String more) {
        return batch.call(OWNER, "SubmitJob", request(definition, command, more))
                .path("jobId")
                .asText();
    }

    final JsonNode describe(String id) {
        return batch.call(OWNER, "DescribeJobs", json("{'jobs':['" + id + "']}"))
                .path("jobs")
                .path(0);
    }

    final String status(String id) {
        return describe(id).path("status").asText();
    }

    final JsonNode end(String id) {
        eventually(() -> List.of("SUCCEEDED", "FAILED").contains(status(id)), "job " + id);
        return describe(id);
    }

    final List<String> printed() {
        List<String> lines = new ArrayList<>();
        LogStore logs = logs();
        logs.streams("/aws/batch/job")
                .forEach(stream ->
                        logs.read("/aws/batch/job", stream, event -> lines.add(event.message())));
        return lines;
    }
}
