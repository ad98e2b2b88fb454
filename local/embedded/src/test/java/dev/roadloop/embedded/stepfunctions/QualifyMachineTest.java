package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.FakeServices.FunctionError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the machine `qualify-model` does when a step fails or the registry has changed meanwhile,
/// in virtual time. The job and the functions answer as for a model that may be promoted.
class QualifyMachineTest {

    private static final Path ROOT = Path.of(System.getProperty("roadloop.root", "../.."));
    private static final String VERSION = "{'model_version':{'version':'3','source':'s'}}";
    private static final String NOTHING = "{'error_code':'INVALID_PARAMETER_VALUE'}";
    private static final String SHA256 = "5".repeat(64);

    private final List<String> tokens = new ArrayList<>();
    private final List<JsonNode> moves = new ArrayList<>();
    private String registered = VERSION;
    private String moved = "{'number':1,'to':'3'}";
    private boolean decided = true;

    @TempDir private Path directory;

    private TestCloud cloud;
    private FakeServices services;

    @BeforeEach
    void open() {
        cloud = new TestCloud(directory);
        services = cloud.services;
        services.function("RegisterVersion", in -> TestCloud.json("{'version':'3'}"));
        services.function("Tracking", this::tracking);
        services.function(
                "BeginQualification",
                in ->
                        TestCloud.json(
                                "{'model':'d','version':'3','alias':'production','approvers':2,'approvalSeconds':600}"));
        services.on(
                "batch", "SubmitJob", in -> TestCloud.json("{'jobId':'1','jobName':'evaluate'}"));
        services.on(
                "batch",
                "DescribeJobs",
                in -> TestCloud.json("{'jobs':[{'jobId':'1','status':'SUCCEEDED'}]}"));
        services.function(
                "DecidePromotion",
                in ->
                        TestCloud.json(
                                "{'verdict':'PROMOTE','sha256':'%s','decision':'d','bundle':'b/','failures':[],'event':{}}"
                                        .formatted(SHA256)));
        services.on(
                "events",
                "PutEvents",
                in -> TestCloud.json("{'FailedEntryCount':0,'Entries':[{'EventId':'1'}]}"));
        services.function(
                "OpenApproval",
                in -> {
                    tokens.add(in.get("taskToken").asText());
                    return TestCloud.json("{'state':'PENDING'}");
                });
        services.function(
                "ConcludeApproval",
                in -> {
                    if (!decided && !in.get("timedOut").asBoolean()) {
                        throw new FunctionError(
                                "dev.roadloop.domain.CallerException", "woken too early");
                    }
                    return TestCloud.json(
                            decided
                                    ? "{'outcome':'APPROVED','approvers':['ada','grace'],'evidence':'e'}"
                                    : "{'outcome':'EXPIRED','approvers':[],'evidence':'e'}");
                });
        services.function(
                "FailQualification",
                in -> {
                    if (in.get("redriveCount").equals(in.at("/failure/redriveCount"))) {
                        throw new FunctionError(
                                "dev.roadloop.lambda.StepFailedException",
                                in.at("/failure/cause").asText());
                    }
                    return TestCloud.json("{}");
                });
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void aPackageThatCouldNotBeRegisteredIsRegisteredByTheRedrive() throws IOException {
        services.function(
                "RegisterVersion",
                in -> {
                    throw new FunctionError("dev.roadloop.domain.InternalException", "no");
                });
        registered = NOTHING;
        String execution = start("{'model':'d','packaged':{'source':'s','sha256':'x'}}");
        assertThat(status(cloud.finish(execution))).isEqualTo("FAILED");

        services.function(
                "RegisterVersion",
                in -> {
                    registered = VERSION;
                    return TestCloud.json("{'version':'3'}");
                });
        redrive(execution);
        assertThat(outcome(approved(execution))).isEqualTo("PROMOTED");
    }

    @Test
    void whoeverIsWokenTooEarlyWaitsAgainAfterARedriveAndNotForEver() throws IOException {
        decided = false;
        String execution = start("{'model':'d','version':'3'}");
        assertThat(status(approved(execution))).isEqualTo("FAILED");

        redrive(execution);
        assertThat(outcome(cloud.finish(execution))).isEqualTo("APPROVAL_TIMED_OUT");
        assertThat(tokens).hasSize(2).doesNotHaveDuplicates();
        assertThat(moves).isEmpty();
    }

    @Test
    void theAliasIsMovedToTheModelThatWasDecidedAboutAndToNoOther() throws IOException {
        moved = "{'error_code':'RESOURCE_DOES_NOT_EXIST','message':'it is another by now'}";
        JsonNode ended = approved(start("{'model':'d','version':'3'}"));

        assertThat(outcome(ended)).isEqualTo("UNKNOWN_VERSION");
        assertThat(output(ended).get("message").asText()).isEqualTo("it is another by now");
        assertThat(moves)
                .singleElement()
                .satisfies(in -> assertThat(in.path("sha256").asText()).isEqualTo(SHA256));
    }

    @Test
    void whoeverWasOvertakenIsToldSo() throws IOException {
        moved = "{'error_code':'RESOURCE_CONFLICT','message':'another was first'}";
        JsonNode ended = approved(start("{'model':'d','version':'3'}"));

        assertThat(outcome(ended)).isEqualTo("SUPERSEDED");
        assertThat(output(ended).get("message").asText()).isEqualTo("another was first");
    }

    private JsonNode tracking(JsonNode call) {
        String path = call.get("rawPath").asText();
        String answer =
                switch (path.substring(path.lastIndexOf('/') + 1)) {
                    case "get" ->
                            call.get("rawQueryString").asText().endsWith("version=3")
                                    ? registered
                                    : NOTHING;
                    case "alias" -> NOTHING;
                    case "promote" -> {
                        moves.add(TestCloud.tree(call.get("body").asText()));
                        yield moved;
                    }
                    default -> throw new AssertionError(path);
                };
        ObjectNode response = TestCloud.object().put("statusCode", 200);
        return response.put("body", answer.replace('\'', '"'));
    }

    /// Ends the wait as soon as there is one.
    private JsonNode approved(String execution) {
        int before = tokens.size();
        cloud.scheduler.runUntil(() -> tokens.size() > before);
        cloud.call(
                "SendTaskSuccess",
                TestCloud.object().put("taskToken", tokens.getLast()).put("output", "{}"));
        return cloud.finish(execution);
    }

    private void redrive(String execution) {
        cloud.call("RedriveExecution", TestCloud.object().put("executionArn", execution));
    }

    private static String status(JsonNode execution) {
        return execution.path("status").asText();
    }

    private static String outcome(JsonNode execution) {
        assertThat(status(execution)).as(execution.toString()).isEqualTo("SUCCEEDED");
        return output(execution).get("outcome").asText();
    }

    private static JsonNode output(JsonNode execution) {
        return TestCloud.tree(execution.get("output").asText());
    }

    /// The machine of the tree; functions have the names of their placeholders.
    private String start(String input) throws IOException {
        String definition =
                Files.readString(ROOT.resolve("statemachines/qualify-model.asl.json"))
                        .replaceAll("\\$\\{([A-Za-z]+)}", "$1");
        JsonNode machine =
                cloud.call(
                        "CreateStateMachine",
                        TestCloud.object()
                                .put("name", "qualify-model")
                                .put("roleArn", "arn:aws:iam::123456789012:role/machine")
                                .put("definition", definition));
        return cloud.start(machine.get("stateMachineArn").textValue(), "q", input);
    }
}
