package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.cli.models.ApprovalsClient;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.Packaging;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.evaluate.job.Squares;
import dev.roadloop.evaluate.job.TinyOnnx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// A model's way to production through the machine `qualify-model`, its job, functions, roles and
/// people.
@Tag("slow")
class QualifyE2E {

    private static final String ROOT = "roadloop.root";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir private Path lab;

    private final String root = System.getProperty(ROOT, "../..");
    private final HttpClient http = HttpClient.newHttpClient();
    private final StringWriter said = new StringWriter();
    private Platform platform;
    private S3Client s3;
    private SfnClient states;
    private DatasetManifest street;
    private DatasetManifest golden;

    @BeforeEach
    void start() throws IOException {
        Files.createSymbolicLink(
                lab.resolve("infra-cdk"), Path.of(root).resolve("infra-cdk").toAbsolutePath());
        System.setProperty(ROOT, lab.toString());
        platform = Platform.start(lab, 0, false);
        s3 = platform.clients().s3();
        states = platform.clients().stepFunctions();
        street = Squares.put(this::put, "street", DatasetSplit.TRAIN, 4, 1);
        golden = Squares.put(this::putGolden, "golden", DatasetSplit.TEST, 8, 2);
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
        states.close();
        platform.close();
        System.setProperty(ROOT, root);
        http.close();
    }

    @Test
    void aModelIsJudgedApprovedByTwoPromotedAndTheNextTimesOutOrIsRejected() throws Exception {
        register("1", 0);
        register("2", 1);
        String first = begin("first", "1", 600);
        // No policy to decide by: the execution fails there, and goes on there once there is one.
        assertThat(ended(first, 0).status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(ended(first, 0).cause()).contains("Decide", "policies/gate/squares.json");
        put(
                "policies/gate/squares.json",
                """
                {"name":"squares","version":1,"floors":[{"metric":"AP50","atLeast":0.9,"sure":false},
                 {"metric":"AP50","slice":"night","atLeast":0.5,"sure":true}],
                 "regressions":[],"mostP95Millis":60000,"mostBytes":100000,"firstModel":true}
                """
                        .getBytes(StandardCharsets.UTF_8));
        states.redriveExecution(request -> request.executionArn(first));
        waitsForVotes("1", 1);
        assertThat(vote("ada", "1", "APPROVE", "").path("state").asText()).isEqualTo("PENDING");
        assertThat(vote("ada", "1", "APPROVE", "").path("taking").asText())
                .isEqualTo("COUNTED_BEFORE");
        assertThat(vote("grace", "1", "APPROVE", "seen").path("state").asText())
                .isEqualTo("APPROVED");
        assertThat(outcome(first, 1)).isEqualTo("PROMOTED");
        assertThat(production()).isEqualTo("1");
        assertThat(run("verify-promotion", "squares", "1")).as(said.toString()).isZero();
        assertThat(said.toString())
                .contains("approved by arn:aws:iam::123456789012:user/ada", "user/grace");
        changedBytesAreRefused();

        // Long enough for the function that opens the request, whatever else runs here.
        String late = begin("late", "2", 10);
        assertThat(outcome(late, 0)).isEqualTo("APPROVAL_TIMED_OUT");
        assertThatThrownBy(() -> vote("ada", "2", "APPROVE", ""))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("EXPIRED");

        theCommandLeadsUpToTheVotes();
        String rejected =
                states.listExecutions(request ->
                                request.stateMachineArn(platform.qualifyMachine())
                                        .statusFilter(ExecutionStatus.RUNNING))
                        .executions()
                        .getFirst()
                        .executionArn();
        vote("grace", "2", "REJECT", "blind in tunnels");
        assertThat(outcome(rejected, 0)).isEqualTo("REJECTED");
        assertThat(production()).isEqualTo("1");
        assertThat(run("verify-promotion", "squares", "2")).isEqualTo(ExitCode.FINDINGS);
        assertThat(said.toString()).contains("user/grace", ": blind in tunnels");
        theCommandsTellOfIt();
    }

    private void theCommandLeadsUpToTheVotes() {
        assertThat(
                        run(
                                "qualify",
                                "squares",
                                "models/packages/squares/2",
                                "--run",
                                "r2",
                                "--trained-on",
                                "street",
                                "--golden",
                                "golden",
                                "--robustness-pictures",
                                "0"))
                .as(said.toString())
                .isZero();
        assertThat(said.toString()).contains("./roadloop approve squares 2");
    }

    private void theCommandsTellOfIt() {
        assertThat(run("models")).as(said.toString()).isZero();
        assertThat(run("models", "squares")).as(said.toString()).isZero();
        assertThat(run("compare", "squares@production", "squares:2")).isZero();
        assertThat(said.toString())
                .contains("squares                        production → 1")
                .contains("to production: expired, 0 of 2 approvals")
                .contains("to production: rejected, 0 of 2 approvals")
                .contains("AP50 by slice");
        assertThat(run("compare", "squares:1", "squares:9")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("approve", "squares", "2")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.toString()).contains("qualify squares 9 first").contains("REJECTED");
        assertThat(run("runs", "--sort", "loss")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("runs", "--sort", "metrics.loss", "--json")).isZero();
    }

    private void changedBytesAreRefused() throws IOException {
        Path bundle = platform.goldFolder().resolve("promotions/squares/1/first");
        try (Stream<Path> files = Files.walk(bundle)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                byte[] changed = content.clone();
                changed[changed.length / 2] ^= 1;
                Files.write(file, changed);
                assertThat(run("verify-promotion", bundle, "--key", key()))
                        .as("%s: %s", file, said)
                        .isEqualTo(ExitCode.BAD_INPUT);
                Files.write(file, content);
            }
        }
        assertThat(run("verify-promotion", bundle, "--key", key())).as(said.toString()).isZero();
    }

    /// The platform's own, not the bundle's.
    private Path key() throws IOException {
        Path file = lab.resolve("key.pem");
        if (!Files.exists(file)) {
            Files.writeString(file, ReportKey.of(platform, platform.clients().kms()).pem());
        }
        return file;
    }

    private void register(String version, float shift) throws Exception {
        byte[] onnx =
                TinyOnnx.model(
                        shift,
                        "[\"red\",\"green\",\"blue\"]",
                        Map.of(
                                "roadloop.dataset",
                                street.version().hex(),
                                "roadloop.code",
                                "c0ffee",
                                "roadloop.weights",
                                version));
        String folder = "models/packages/squares/" + version + "/";
        put(folder + "model.onnx", onnx);
        put(
                folder + "packaging.json",
                Json.bytes(new Packaging("onnx", onnx.length, Sha256.of(onnx), Map.of())));
        put(
                "models/runs/r" + version + "/outcome.json",
                """
                {"outcome":"COMPLETED","step":12,"provenance":{"codeCommit":"c0ffee","imageDigest":"none","dataset":"%s","seed":7}}
                """
                        .formatted(street.version().hex())
                        .getBytes(StandardCharsets.UTF_8));
        if (version.equals("1")) {
            mlflow("POST", "registered-models/create", "{\"name\":\"squares\"}");
        }
        mlflow(
                "POST",
                "model-versions/create",
                "{\"name\":\"squares\",\"source\":\"s3://%s/%s\",\"tags\":[{\"key\":\"roadloop.sha256\",\"value\":\"%s\"}]}"
                        .formatted(platform.goldBucket(), folder, Sha256.of(onnx).hex()));
    }

    private String begin(String name, String version, int approvalSeconds) {
        String input =
                """
                {"model":"squares","version":"%s","run":"models/runs/r%s","trainedOn":"street",
                 "golden":"golden","goldenVersion":"%s","approvalSeconds":%d,
                 "judging":{"resamples":100,"robustnessPictures":0,"latencyRuns":10,"seed":1}}
                """
                        .formatted(version, version, golden.version().hex(), approvalSeconds);
        return states.startExecution(request ->
                        request.stateMachineArn(platform.qualifyMachine()).name(name).input(input))
                .executionArn();
    }

    private String outcome(String execution, int redrives) throws Exception {
        DescribeExecutionResponse end = ended(execution, redrives);
        assertThat(end.status()).as(end.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
        return new ObjectMapper().readTree(end.output()).path("outcome").asText();
    }

    private DescribeExecutionResponse ended(String execution, int redrives) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            DescribeExecutionResponse found =
                    states.describeExecution(request -> request.executionArn(execution));
            if (found.status() != ExecutionStatus.RUNNING && found.redriveCount() >= redrives) {
                return found;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(execution + " has not ended after " + PATIENCE);
    }

    /// @param requests how many there are when it does
    private void waitsForVotes(String version, int requests) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        try (ApprovalsClient approvals = approvals("onlooker")) {
            while (Instant.now().isBefore(deadline)) {
                if (approvals.requests("squares", version).size() >= requests) {
                    return;
                }
                Thread.sleep(50);
            }
        }
        throw new AssertionError(version + " does not wait for votes after " + PATIENCE);
    }

    private JsonNode vote(String who, String version, String choice, String reason) {
        try (ApprovalsClient approvals = approvals(who)) {
            return approvals.vote("squares", version, choice, reason, "");
        }
    }

    private ApprovalsClient approvals(String who) {
        return new ApprovalsClient(
                platform.approvalsUri(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(who, "secret")));
    }

    private void put(String key, byte[] content) {
        s3.putObject(
                request -> request.bucket(platform.goldBucket()).key(key),
                RequestBody.fromBytes(content));
    }

    private void putGolden(String key, byte[] content) {
        s3.putObject(
                request -> request.bucket(platform.goldenBucket()).key(key),
                RequestBody.fromBytes(content));
    }

    private int run(Object... arguments) {
        CommandLine command = Roadloop.commandLine();
        command.setOut(new PrintWriter(said, true));
        command.setErr(new PrintWriter(said, true));
        String[] args = new String[arguments.length];
        for (int i = 0; i < args.length; i++) {
            args[i] = arguments[i].toString();
        }
        return command.execute(args);
    }

    private String production() throws Exception {
        return mlflow("GET", "registered-models/alias?name=squares&alias=production", "")
                .at("/model_version/version")
                .asText();
    }

    private JsonNode mlflow(String method, String path, String json) throws Exception {
        return new ObjectMapper()
                .readTree(
                        http.send(
                                        HttpRequest.newBuilder(
                                                        URI.create(
                                                                platform.trackingUri()
                                                                        + "/api/2.0/mlflow/"
                                                                        + path))
                                                .header("content-type", "application/json")
                                                .method(method, BodyPublishers.ofString(json))
                                                .build(),
                                        BodyHandlers.ofByteArray())
                                .body());
    }
}
