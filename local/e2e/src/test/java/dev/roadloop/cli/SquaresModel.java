package dev.roadloop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.cli.models.ApprovalsClient;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.Packaging;
import dev.roadloop.domain.Sha256;
import dev.roadloop.evaluate.job.Squares;
import dev.roadloop.evaluate.job.TinyOnnx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// A registered model `squares` on a platform: its packages, qualifications, and people's votes.
final class SquaresModel implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Platform platform;
    private final HttpClient http = HttpClient.newHttpClient();
    private final S3Client s3;
    private final SfnClient states;
    private final DatasetManifest street;
    private final DatasetManifest golden;

    /// Puts what it learns from and what judges it there.
    ///
    /// @param platform stays the caller's
    SquaresModel(Platform platform) throws IOException {
        this.platform = platform;
        this.s3 = platform.clients().s3();
        this.states = platform.clients().stepFunctions();
        this.street = Squares.put(this::put, "street", DatasetSplit.TRAIN, 4, 1);
        this.golden = Squares.put(this::putGolden, "golden", DatasetSplit.TEST, 8, 2);
    }

    SfnClient states() {
        return states;
    }

    void register(String version, float shift) throws Exception {
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

    String begin(String name, String version, int approvalSeconds) {
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

    String outcome(String execution, int redrives) throws Exception {
        DescribeExecutionResponse end = ended(execution, redrives);
        if (end.status() != ExecutionStatus.SUCCEEDED) {
            throw new AssertionError(end.statusAsString() + ": " + end.cause());
        }
        return new ObjectMapper().readTree(end.output()).path("outcome").asText();
    }

    DescribeExecutionResponse ended(String execution, int redrives) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            DescribeExecutionResponse found =
                    states.describeExecution(request -> request.executionArn(execution));
            if (found.status() != ExecutionStatus.RUNNING && found.redriveCount() >= redrives) {
                return found;
            }
            Thread.sleep(200);
        }
        throw new AssertionError(execution + " has not ended after " + PATIENCE);
    }

    /// @param requests how many there are when it does
    void waitsForVotes(String version, int requests) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        try (ApprovalsClient approvals = approvals("onlooker")) {
            while (Instant.now().isBefore(deadline)) {
                if (approvals.requests("squares", version).size() >= requests) {
                    return;
                }
                Thread.sleep(200);
            }
        }
        throw new AssertionError(version + " does not wait for votes after " + PATIENCE);
    }

    JsonNode vote(String who, String version, String choice, String reason) {
        try (ApprovalsClient approvals = approvals(who)) {
            return approvals.vote("squares", version, choice, reason, "", "");
        }
    }

    private ApprovalsClient approvals(String who) {
        return new ApprovalsClient(
                platform.approvalsUri(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(who, "secret")));
    }

    void put(String key, byte[] content) {
        s3.putObject(
                request -> request.bucket(platform.goldBucket()).key(key),
                RequestBody.fromBytes(content));
    }

    void putGolden(String key, byte[] content) {
        s3.putObject(
                request -> request.bucket(platform.goldenBucket()).key(key),
                RequestBody.fromBytes(content));
    }

    String production() throws Exception {
        return mlflow("GET", "registered-models/alias?name=squares&alias=production", "")
                .at("/model_version/version")
                .asText();
    }

    JsonNode mlflow(String method, String path, String json) throws Exception {
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

    @Override
    public void close() {
        http.close();
        s3.close();
        states.close();
    }
}
