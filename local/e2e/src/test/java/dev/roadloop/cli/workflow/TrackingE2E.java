package dev.roadloop.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.cli.platform.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tracking API through the template: HTTP API, function, its role, table and bucket.
@Tag("slow")
class TrackingE2E {
    private static final Path ROOT = Path.of(System.getProperty("roadloop.root", "../.."));

    @TempDir private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private Platform platform;
    private String base;

    @BeforeEach
    void start() throws IOException {
        platform = Platform.start(ROOT, folder.resolve("state"), 0, false);
        base = platform.endpoint() + "/_api/tracking/api/2.0/";
    }

    @AfterEach
    void stop() throws IOException {
        platform.close();
    }

    @Test
    void runsAndTheirFilesAreLoggedAndComeBackThroughTheFunctionsOwnRole()
            throws IOException, InterruptedException {
        String experiment =
                post("mlflow/experiments/create", "{\"name\":\"e2e\"}")
                        .path("experiment_id")
                        .asText();
        String run =
                post("mlflow/runs/create", "{\"experiment_id\":\"" + experiment + "\"}")
                        .at("/run/info/run_id")
                        .asText();
        post(
                "mlflow/runs/log-batch",
                "{\"run_id\":\""
                        + run
                        + "\",\"metrics\":[{\"key\":\"m\",\"value\":1.5,\"timestamp\":1,\"step\":1}]}");
        JsonNode found =
                post(
                        "mlflow/runs/search",
                        "{\"experiment_ids\":[\""
                                + experiment
                                + "\"],\"filter\":\"metrics.m > 1\"}");
        assertThat(found.at("/runs/0/info/run_id").asText()).isEqualTo(run);

        String files = "mlflow-artifacts/artifacts/" + experiment + "/" + run + "/artifacts/";
        byte[] small = bytes(100_000);
        assertThat(send("PUT", files + "model/small.bin", small).statusCode()).isEqualTo(200);
        assertThat(send("GET", files + "model/small.bin", new byte[0]).body()).isEqualTo(small);
        JsonNode listed = get("mlflow/artifacts/list?run_id=" + run + "&path=model");
        assertThat(listed.at("/files/0/path").asText()).isEqualTo("model/small.bin");
        assertThat(listed.at("/files/0/file_size").asInt()).isEqualTo(small.length);

        // What is too large for a function goes to S3 and comes from there.
        byte[] large = bytes(6_000_000);
        String folderOfRun =
                "mlflow-artifacts/mpu/%s/" + experiment + "/" + run + "/artifacts/model";
        JsonNode upload =
                post(
                        folderOfRun.formatted("create"),
                        "{\"path\":\"/home/me/large.bin\",\"num_parts\":1}");
        HttpResponse<byte[]> part =
                http.send(
                        HttpRequest.newBuilder(URI.create(upload.at("/credentials/0/url").asText()))
                                .PUT(BodyPublishers.ofByteArray(large))
                                .build(),
                        BodyHandlers.ofByteArray());
        String etag = part.headers().firstValue("ETag").orElseThrow().replace("\"", "");
        post(
                folderOfRun.formatted("complete"),
                "{\"path\":\"large.bin\",\"upload_id\":\""
                        + upload.path("upload_id").asText()
                        + "\",\"parts\":[{\"part_number\":1,\"etag\":\""
                        + etag
                        + "\"}]}");
        assertThat(send("GET", files + "model/large.bin", new byte[0]).body()).isEqualTo(large);
        JsonNode signed =
                get(
                        "mlflow-artifacts/presigned/%s/%s/artifacts/model/large.bin"
                                .formatted(experiment, run));
        assertThat(signed.path("file_size").asInt()).isEqualTo(large.length);
        assertThat(
                        http.send(
                                        HttpRequest.newBuilder(
                                                        URI.create(signed.path("url").asText()))
                                                .build(),
                                        BodyHandlers.ofByteArray())
                                .body())
                .isEqualTo(large);
        String given =
                post(folderOfRun.formatted("create"), "{\"path\":\"x.bin\",\"num_parts\":1}")
                        .path("upload_id")
                        .asText();
        post(
                folderOfRun.formatted("abort"),
                "{\"path\":\"x.bin\",\"upload_id\":\"" + given + "\"}");
        assertThat(send("GET", files + "model/x.bin", new byte[0]).statusCode()).isEqualTo(404);
        assertThat(send("DELETE", files + "model/small.bin", new byte[0]).statusCode())
                .isEqualTo(200);
        assertThat(send("GET", files + "model/small.bin", new byte[0]).statusCode()).isEqualTo(404);
        assertThat(send("GET", files + "../../../../secret", new byte[0]).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aPageOfAnotherOriginIsRefused() throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create(base + "mlflow/experiments/search?max_results=1"));

        assertThat(http.send(request.build(), BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
        request.header("Origin", "http://elsewhere.example");
        assertThat(http.send(request.build(), BodyHandlers.discarding()).statusCode())
                .isEqualTo(403);
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private JsonNode post(String path, String json) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                http.send(
                        HttpRequest.newBuilder(URI.create(base + path))
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.ofString(json))
                                .build(),
                        BodyHandlers.ofByteArray());
        JsonNode answer = new ObjectMapper().readTree(response.body());
        assertThat(response.statusCode()).as("%s %s: %s", path, json, answer).isEqualTo(200);
        return answer;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(send("GET", path, new byte[0]).body());
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("content-type", "application/octet-stream")
                        .method(method, BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }
}
