package dev.roadloop.cli.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.TransientException;
import dev.roadloop.sweep.Budget;
import dev.roadloop.sweep.Entry.Opened;
import dev.roadloop.sweep.Entry.Told;
import dev.roadloop.sweep.Standing;
import dev.roadloop.sweep.Trial;
import dev.roadloop.sweep.Trial.Status;
import dev.roadloop.sweep.TrialEnd;
import dev.roadloop.sweep.search.Configuration;
import dev.roadloop.sweep.spec.SweepFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against the least of an MLflow server: runs by their tags, and how they ended.
class TrialRunsTest {

    private static final String FILE =
            "method: random\nrun_cap: 2\nmetric: {name: loss}\nparameters: {x: {value: 1}}";

    /// Runs by the value of their tag.
    private final Map<String, ObjectNode> runs = new LinkedHashMap<>();

    private final HttpServer server;

    TrialRunsTest() throws IOException {
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private TrialRuns open() {
        return new TrialRuns(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                "roadloop",
                "s1",
                "first",
                Clock.systemUTC());
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replace("/api/2.0/mlflow/", "");
        byte[] sent = exchange.getRequestBody().readAllBytes();
        JsonNode body =
                sent.length == 0 ? Json.jackson().nullNode() : Json.jackson().readTree(sent);
        ObjectNode answer = Json.jackson().createObjectNode();
        switch (path) {
            case "experiments/get-by-name" ->
                    answer.putObject("experiment").put("experiment_id", "7");
            case "runs/search" -> {
                String filter = body.path("filter").asText();
                runs.forEach((tag, run) -> {
                    if (filter.equals("tags.`roadloop.sweep` = '" + tag + "'")) {
                        answer.putArray("runs").addObject().set("info", run);
                    }
                });
            }
            case "runs/create" -> {
                ObjectNode run =
                        Json.jackson()
                                .createObjectNode()
                                .put("run_id", "r" + runs.size())
                                .put("status", "RUNNING");
                body.path("tags")
                        .forEach(tag ->
                                run.put(tag.path("key").asText(), tag.path("value").asText()));
                runs.put(run.path("roadloop.sweep").asText(), run);
                answer.putObject("run").set("info", run);
            }
            case "runs/update" ->
                    runs.values().stream()
                            .filter(run -> run.path("run_id").equals(body.path("run_id")))
                            .forEach(run -> run.set("status", body.path("status")));
            default -> {}
        }
        byte[] bytes = Json.bytes(answer);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Trial trial(int number, Status status) {
        return new Trial(
                number,
                new Configuration(new TreeMap<>()),
                status,
                1,
                0.5,
                1,
                List.of(),
                new TreeMap<>(Map.of("loss", 0.5)),
                null);
    }

    @Test
    void trialsAreNestedRunsThatASweepFindsAgain() {
        Map<String, String> first;
        try (TrialRuns opened = open()) {
            first = opened.of(0);
            opened.of(1);
        }
        try (TrialRuns again = open()) {
            assertThat(again.of(0)).isEqualTo(first).containsEntry("run_id", "r1");
            again.told(new Told(2, 0, TrialEnd.FAILED, 0, null, 1, new TreeMap<>(), "bad"));
            Opened sweep = new Opened(FILE, 1, new Budget(2, 0), new TreeMap<>());
            again.ended(
                    new Standing(
                            SweepFile.parse(FILE, "a test").spec(),
                            sweep,
                            List.of(trial(0, Status.COMPLETED), trial(1, Status.KILLED)),
                            trial(0, Status.COMPLETED),
                            2));
        }
        assertThat(runs.keySet()).containsExactly("s1", "s1/0", "s1/1", "s1/2");
        assertThat(runs.values())
                .extracting(run -> run.path("mlflow.parentRunId").asText())
                .containsExactly("", "r0", "r0", "r0");
        // The training itself ends the run of a trial that completes.
        assertThat(runs.values())
                .extracting(run -> run.path("status").asText())
                .containsExactly("FINISHED", "RUNNING", "KILLED", "FAILED");
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        server.stop(0);
        assertThatThrownBy(this::open)
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("cannot be reached");
    }
}
