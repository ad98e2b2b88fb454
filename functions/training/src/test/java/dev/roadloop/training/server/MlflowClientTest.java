package dev.roadloop.training.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.artifact.ArtifactStore;
import dev.roadloop.training.store.TestTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.RunsPage;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// MLflow's own Java client, unmodified, over HTTP.
class MlflowClientTest {
    private final TestTable table = new TestTable();
    private final S3Client s3 =
            S3Client.builder()
                    .region(Region.US_EAST_1)
                    .httpClient(UrlConnectionHttpClient.create())
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .build();
    private final S3Presigner presigner = S3Presigner.builder().region(Region.US_EAST_1).build();
    private final TrackingServer tracking =
            new TrackingServer(
                    table.open(),
                    new ArtifactStore(s3, presigner, "none"),
                    Optional.empty(),
                    Clock.systemUTC());
    private HttpServer server;
    private MlflowClient client;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = new MlflowClient("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
        s3.close();
        presigner.close();
        table.close();
    }

    /// As the HTTP API calls the function.
    private void answer(HttpExchange exchange) throws IOException {
        ObjectNode event = Json.jackson().createObjectNode();
        String query = exchange.getRequestURI().getRawQuery();
        event.put("rawPath", exchange.getRequestURI().getPath());
        event.put("rawQueryString", query == null ? "" : query);
        event.put(
                "body",
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        event.putObject("requestContext")
                .putObject("http")
                .put("method", exchange.getRequestMethod());
        JsonNode response =
                Json.jackson().readTree(HttpEvent.response(tracking.answer(HttpEvent.call(event))));
        byte[] body = response.path("body").asText().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(response.path("statusCode").asInt(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    @Tag("slow")
    void aRunIsLoggedSearchedAndEnded() {
        String experiment = client.createExperiment("night");
        RunInfo info = client.createRun(experiment);
        String run = info.getRunId();
        client.logParam(run, "net", "fpn");
        client.logMetric(run, "loss", 0.5, 1000, 1);
        client.logMetric(run, "loss", Double.NaN, 1001, 2);
        client.logBatch(
                run,
                List.of(
                        Metric.newBuilder()
                                .setKey("mAP50")
                                .setValue(0.7)
                                .setTimestamp(5)
                                .setStep(3)
                                .build()),
                List.of(Param.newBuilder().setKey("lr").setValue("0.1").build()),
                List.of(RunTag.newBuilder().setKey("ü").setValue("ß").build()));
        client.setTerminated(run, RunStatus.FINISHED);

        Run logged = client.getRun(run);
        assertThat(logged.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
        assertThat(logged.getData().getParamsList())
                .extracting(Param::getKey)
                .containsExactly("lr", "net");
        assertThat(logged.getData().getMetricsList())
                .extracting(Metric::getValue)
                .containsExactly(Double.NaN, 0.7);
        assertThat(client.getMetricHistory(run, "loss")).hasSize(2);
        assertThat(
                        client.searchRuns(
                                List.of(experiment), "params.net = 'fpn' and metrics.mAP50 > 0.6"))
                .extracting(RunInfo::getRunId)
                .containsExactly(run);
        assertThat(client.getExperimentByName("night").orElseThrow().getExperimentId())
                .isEqualTo(experiment);
        assertThatThrownBy(() -> client.logParam(run, "net", "other"))
                .isInstanceOf(MlflowHttpException.class)
                .hasMessageContaining("400");
    }

    @Test
    void pagesAreTurnedToTheLast() {
        String experiment = client.createExperiment("many");
        for (int i = 0; i < 7; i++) {
            client.createRun(experiment);
        }
        int seen = 0;
        RunsPage page =
                client.searchRuns(
                        List.of(experiment),
                        "",
                        ViewType.ACTIVE_ONLY,
                        3,
                        List.of("attributes.start_time ASC"));
        while (true) {
            seen += page.getPageSize();
            if (page.getNextPageToken().isEmpty()) {
                break;
            }
            page = (RunsPage) page.getNextPage();
        }
        assertThat(seen).isEqualTo(7);
    }
}
