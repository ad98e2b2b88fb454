package dev.roadloop.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.AwsClients;
import dev.roadloop.cli.Vehicles;
import dev.roadloop.contracts.DriveManifest;
import dev.roadloop.contracts.DriveManifest.DeclaredFile;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.embedded.EmbeddedCloud;
import dev.roadloop.embedded.api.Experiment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// The synthesised application in the embedded mode, with jobs that a test can script, calls that a
/// test can make fail, and state machines whose pauses are short where a test asks for it.
final class WorkflowCloud implements AutoCloseable {

    static final Path ROOT = Path.of(System.getProperty("roadloop.root", "../.."));

    /// Ten times as fast: for tests that wait until all retries are used.
    static final int HURRIED = 10;

    /// For tests in which nothing is tried again.
    static final int UNHURRIED = 1;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    final TroubledCalls troubles = new TroubledCalls();
    final ScriptedJobs jobs;
    final S3Client s3;
    final DynamoDbClient dynamo;
    private final Path state;
    private final EmbeddedCloud cloud;
    private final SfnClient states;
    private final AwsClients clients;
    private final Map<String, String> outputs = new TreeMap<>();

    /// @param speed how many times as fast pauses pass; a step has all of its time whatever it is
    WorkflowCloud(Path folder, int speed) throws IOException {
        this.jobs = ScriptedJobs.over(ROOT.resolve("infra-cdk/target/cdk.out"), folder);
        this.state = folder.resolve("state");
        this.cloud =
                EmbeddedCloud.start(
                        new EmbeddedCloud.Options(
                                jobs.cdkOut(),
                                state,
                                0,
                                false,
                                Clock.systemUTC(),
                                "us-east-1",
                                new Experiment(troubles, speed)));
        cloud.assembly()
                .outputs()
                .forEach(
                        (name, value) -> outputs.put(name.substring(name.indexOf('.') + 1), value));
        this.clients =
                AwsClients.from(
                        Map.of(
                                "AWS_ENDPOINT_URL",
                                cloud.endpoint().toString(),
                                "AWS_REGION",
                                "us-east-1",
                                "AWS_ACCESS_KEY_ID",
                                "owner",
                                "AWS_SECRET_ACCESS_KEY",
                                "owner"));
        this.s3 = clients.s3();
        this.dynamo = clients.dynamoDb();
        this.states = clients.stepFunctions();
    }

    /// See [Vehicles].
    void withoutCanaries(String vehicle) {
        Vehicles.withoutCanaries(s3, output("GoldBucket"), vehicle);
    }

    /// Of the owner.
    AwsClients clients() {
        return clients;
    }

    /// Where all services listen.
    URI endpoint() {
        return cloud.endpoint();
    }

    /// An output of the stacks.
    String output(String name) {
        return Optional.ofNullable(outputs.get(name)).orElseThrow();
    }

    /// The id that an upload of this one file gets.
    static DriveId driveId(String vehicle, Instant start, byte[] recording) {
        return DriveId.of(new VehicleId(vehicle), start, Sha256.of(recording));
    }

    /// Uploads a recording with a manifest, the manifest last.
    ///
    /// @param declared the content that the manifest speaks of
    void upload(String vehicle, Instant start, byte[] recording, byte[] declared) {
        String folder = "drives/" + vehicle + "/run/";
        put(output("LandingBucket"), folder + "a.mcap", recording);
        DeclaredFile file = new DeclaredFile("a.mcap", declared.length, Sha256.of(declared));
        put(
                output("LandingBucket"),
                folder + "manifest.json",
                Json.bytes(new DriveManifest(null, start, List.of(file))));
    }

    /// Folder of the silver bucket's objects, which are plain files.
    Path silver() {
        return state.resolve("s3").resolve(output("SilverBucket")).toAbsolutePath();
    }

    void put(String bucket, String key, byte[] content) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    byte[] get(String bucket, String key) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArray();
    }

    /// Waits until a drive's execution has ended after `redrives` redrives.
    DescribeExecutionResponse ended(DriveId drive, int redrives) throws InterruptedException {
        return ended(arn(drive), redrives);
    }

    /// Waits until an execution has ended after `redrives` redrives.
    DescribeExecutionResponse ended(String arn, int redrives) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        String last = "no execution";
        while (Instant.now().isBefore(deadline)) {
            try {
                DescribeExecutionResponse found =
                        states.describeExecution(request -> request.executionArn(arn));
                if (found.status() != ExecutionStatus.RUNNING && found.redriveCount() >= redrives) {
                    return found;
                }
                last = found.statusAsString();
            } catch (ExecutionDoesNotExistException e) {
                // Not registered yet.
            }
            Thread.sleep(200);
        }
        throw new AssertionError(
                "execution " + arn + " has not ended after " + PATIENCE + ": " + last);
    }

    /// As `roadloop redrive` does it.
    void redrive(DriveId drive) {
        redrive(arn(drive));
    }

    void redrive(String arn) {
        states.redriveExecution(request -> request.executionArn(arn));
    }

    /// The ARN of the execution of a machine, which an output names, with this name.
    String execution(String machine, String name) {
        return output(machine).replace(":stateMachine:", ":execution:") + ":" + name;
    }

    /// Starts an execution.
    ///
    /// @return its ARN
    String start(String machine, String name, String input) {
        return states.startExecution(
                        request -> request.stateMachineArn(output(machine)).name(name).input(input))
                .executionArn();
    }

    /// The states that an execution has been in.
    List<String> states(String arn) {
        return states
                .getExecutionHistoryPaginator(request -> request.executionArn(arn))
                .events()
                .stream()
                .filter(event -> event.stateEnteredEventDetails() != null)
                .map(event -> event.stateEnteredEventDetails().name())
                .toList();
    }

    /// The details of all events of this type that the bus has taken, as its archive keeps them. An
    /// event is there when the call that puts it has returned.
    List<JsonNode> announced(String detailType) throws IOException {
        List<JsonNode> details = new ArrayList<>();
        try (Stream<Path> files = Files.walk(state.resolve("events/archives"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (line.contains('"' + detailType + '"')) {
                        JsonNode event =
                                Json.jackson()
                                        .readTree(line.substring(line.indexOf('{')))
                                        .path("event");
                        assertThat(event.path("detail-type").asText()).isEqualTo(detailType);
                        details.add(event.path("detail"));
                    }
                }
            }
        }
        return details;
    }

    /// How many executions a machine has.
    int executions(String machine) {
        return states.listExecutions(request -> request.stateMachineArn(output(machine)))
                .executions()
                .size();
    }

    List<HistoryEvent> history(DriveId drive) {
        return states
                .getExecutionHistoryPaginator(request -> request.executionArn(arn(drive)))
                .events()
                .stream()
                .toList();
    }

    /// The histories of the executions that an execution's distributed Maps started.
    List<List<HistoryEvent>> children(DriveId drive) {
        return states
                .listMapRunsPaginator(request -> request.executionArn(arn(drive)))
                .mapRuns()
                .stream()
                .flatMap(run ->
                        states
                                .listExecutionsPaginator(
                                        request -> request.mapRunArn(run.mapRunArn()))
                                .executions()
                                .stream())
                .map(child ->
                        states
                                .getExecutionHistoryPaginator(
                                        request -> request.executionArn(child.executionArn()))
                                .events()
                                .stream()
                                .toList())
                .toList();
    }

    /// The catalog's items of a drive and of its upload, by sort key.
    Map<String, Map<String, AttributeValue>> catalog(DriveId drive) {
        Map<String, Map<String, AttributeValue>> items = new TreeMap<>();
        dynamo.queryPaginator(request ->
                        request.tableName(output("DrivesTable"))
                                .keyConditionExpression("pk = :drive")
                                .expressionAttributeValues(
                                        Map.of(":drive", AttributeValue.fromS("DRIVE#" + drive))))
                .items()
                .forEach(item -> items.put(item.get("sk").s(), item));
        assertThat(items).as("items of drive %s", drive).isNotEmpty();
        return items;
    }

    private String arn(DriveId drive) {
        return execution("IngestDrive", drive.toString());
    }

    @Override
    public void close() {
        cloud.close();
    }
}
