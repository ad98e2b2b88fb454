package dev.roadloop.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FailExecutionTest {
    private static final String EXECUTION =
            "arn:aws:states:us-east-1:123456789012:execution:RoadloopDatasets-BuildDataset:batch-1";
    private static final FailExecution.Failure FAILURE =
            new FailExecution.Failure("Freeze", "States.TaskFailed", "exit code 30", 1);

    private final Map<String, byte[]> objects = new TreeMap<>();
    private HttpServer s3;
    private FailExecution fail;

    @BeforeEach
    void serveObjects() throws IOException {
        s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.createContext(
                "/",
                exchange -> {
                    byte[] content = exchange.getRequestBody().readAllBytes();
                    boolean taken =
                            objects.putIfAbsent(exchange.getRequestURI().getPath(), content)
                                    != null;
                    exchange.sendResponseHeaders(taken ? 412 : 200, -1);
                    exchange.close();
                });
        s3.start();
        fail =
                new FailExecution(
                        new Bucket(
                                AwsClients.from(
                                                Map.of(
                                                        "AWS_ENDPOINT_URL",
                                                        "http://127.0.0.1:"
                                                                + s3.getAddress().getPort(),
                                                        "AWS_REGION",
                                                        "us-east-1",
                                                        "AWS_ACCESS_KEY_ID",
                                                        "test",
                                                        "AWS_SECRET_ACCESS_KEY",
                                                        "test"))
                                        .s3(),
                                "gold"),
                        Clock.fixed(Instant.parse("2026-11-21T14:00:00Z"), ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        s3.stop(0);
    }

    @Test
    void failsWithStepAndCauseAndKeepsThem() {
        assertThatThrownBy(() -> fail.end(request(1)))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContainingAll(
                        "dataset front", "Freeze", "exit code 30", "roadloop redrive " + EXECUTION);

        assertThat(objects)
                .containsOnlyKeys(
                        "/gold/logs/workflows/RoadloopDatasets-BuildDataset/batch-1-1.json");
        assertThat(new String(objects.values().iterator().next(), StandardCharsets.UTF_8))
                .contains("exit code 30", "2026-11-21T14:00:00Z");
    }

    @Test
    @Tag("slow")
    void failsAgainWhenItIsCalledAgainBeforeARedrive() {
        assertThatThrownBy(() -> fail.end(request(1))).isInstanceOf(StepFailedException.class);
        assertThatThrownBy(() -> fail.end(request(1))).isInstanceOf(StepFailedException.class);

        assertThat(objects).hasSize(1);
    }

    @Test
    void letsARedrivenExecutionGoOnWithTheStepThatFailed() {
        assertThat(fail.end(request(2))).isEqualTo(new FailExecution.Resumption("Freeze"));
        assertThat(objects).isEmpty();
    }

    @Test
    void readsWhatTheMachineSends() {
        FailExecution.Request read =
                Json.read(
                        Json.bytes(request(0)),
                        FailExecution.Request.class,
                        "the function's input");
        assertThat(read).isEqualTo(request(0));
    }

    private static FailExecution.Request request(int redriveCount) {
        return new FailExecution.Request("dataset front", EXECUTION, FAILURE, redriveCount);
    }
}
