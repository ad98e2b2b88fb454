package dev.roadloop.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.roadloop.contracts.Json;
import dev.roadloop.learning.checkpoint.DamagedFileException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainJobTest {
    @TempDir private Path folder;

    private TinyJob job;

    @BeforeEach
    void prepare() throws IOException {
        job = new TinyJob(folder);
    }

    @Test
    @Tag("slow")
    void makesAModelThatSaysWhatItWasMadeFromAndDetectionsOnWhatWasHeldOut()
            throws IOException, InterruptedException, DamagedFileException {
        JobReport report = job.run();

        assertThat(report.message()).isNull();
        assertThat(report.outcome()).isEqualTo(TrainOutcome.COMPLETED);
        ModelFile model = ModelFile.read(job.folders().modelFile());
        assertThat(model.classes()).containsExactly("red", "blue");
        assertThat(model.areas()).containsExactly("painted");
        assertThat(model.shape().areas()).isEqualTo(1);
        assertThat(model.steps()).isEqualTo(2);
        assertThat(model.provenance().codeCommit()).isEqualTo("0123abc");
        assertThat(model.provenance().imageDigest()).isEqualTo("sha256:ff");
        assertThat(model.provenance().dataset().hex())
                .isEqualTo(job.hyperparameters().get("dataset_digest"));
        JsonNode truth = read(job.folders().reports().resolve("ground-truth.json"));
        assertThat(truth.path("images")).hasSize(2);
        assertThat(truth.path("annotations")).hasSize(2);
        assertThat(read(job.folders().reports().resolve("detections.json")).isArray()).isTrue();
        assertThat(read(job.folders().reports().resolve("outcome.json")).path("outcome").asText())
                .isEqualTo("COMPLETED");
        assertThat(
                        read(job.folders().reports().resolve("outcome.json"))
                                .path("areaIou")
                                .asDouble(-1))
                .isBetween(0.0, 1.0);
        assertThat(job.lines()).anyMatch(line -> line.contains("\"areas\":"));
        assertThat(job.lines()).anyMatch(line -> line.contains("\"event\":\"step\",\"step\":2"));
        assertThat(job.lines())
                .anyMatch(line ->
                        line.contains("\"event\":\"scores\",\"step\":2")
                                && line.contains("validation_AP50"));
        assertThat(
                        read(job.folders().output().resolve("validation/ground-truth.json"))
                                .path("images"))
                .hasSize(2);
        assertThat(ValidationScores.of(job.folders().reports())).containsKey("validation_AP50");
        assertThat(job.lines().getFirst()).contains("checkpoint");
        assertThat(job.folders().output().resolve("failure")).doesNotExist();

        job.hyperparameters().put("steps", "3");
        job.assertRefused(
                TrainOutcome.FOREIGN_CHECKPOINT, "give this training a folder of its own");
        for (Path checkpoint : files(job.folders().checkpoints())) {
            Files.writeString(checkpoint, "no checkpoint");
        }
        job.assertRefused(TrainOutcome.DAMAGED_CHECKPOINT, "remove them to start over");
    }

    @Test
    @Tag("slow")
    void pausesAfterSoManyLooksAndEndsAsOneThatNeverDid() throws IOException, InterruptedException {
        job.hyperparameters().put("steps", "6");
        job.hyperparameters().put("judge_every", "2");
        JobFolders paused = job.folders();
        job.hyperparameters().put("pause_after", "1");
        assertThat(job.run().outcome()).isEqualTo(TrainOutcome.INTERRUPTED);
        assertThat(Looks.read(paused.reports().resolve(Looks.FILE)))
                .extracting(Looks.Look::step)
                .containsExactly(2L);
        job.hyperparameters().put("pause_after", "2");
        assertThat(job.run().step()).isEqualTo(4);
        assertThat(job.run().step()).as("told the same again").isEqualTo(5);
        job.hyperparameters().put("pause_after", "0");
        assertThat(job.run().outcome()).isEqualTo(TrainOutcome.COMPLETED);

        job.moveTo(JobFolders.below(folder.resolve("alone"), folder.resolve("dataset")));
        assertThat(job.run().outcome()).isEqualTo(TrainOutcome.COMPLETED);
        assertThat(Files.mismatch(paused.modelFile(), job.folders().modelFile())).isEqualTo(-1);
        assertThat(Looks.read(paused.reports().resolve(Looks.FILE)))
                .isEqualTo(Looks.read(job.folders().reports().resolve(Looks.FILE)))
                .hasSize(3);
    }

    @Test
    @Tag("slow")
    void logsToAnMlflowServerAndGoesOnWithoutOne() throws IOException, InterruptedException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    asked.add(
                            path
                                    + " "
                                    + new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
                    byte[] answer = answer(path).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(
                            path.endsWith("get-by-name") ? 404 : 200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        String uri = "http://127.0.0.1:" + server.getAddress().getPort();
        job.hyperparameters().put("tracking_uri", uri);

        assertThat(job.run().outcome()).isEqualTo(TrainOutcome.COMPLETED);

        server.stop(0);
        assertThat(asked)
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly(
                        "/api/2.0/mlflow/experiments/get-by-name",
                        "/api/2.0/mlflow/experiments/create",
                        "/api/2.0/mlflow/runs/create",
                        "/api/2.0/mlflow/runs/log-batch",
                        "/api/2.0/mlflow/runs/log-batch",
                        "/api/2.0/mlflow/runs/update");
        assertThat(asked.get(3)).contains("\"code_commit\"").contains("0123abc");
        assertThat(asked.get(4)).contains("\"validation_loss\"").contains("\"step\":2");
        assertThat(asked.get(5)).contains("FINISHED");

        job.hyperparameters().put("seed", "4");
        job.moveTo(JobFolders.below(folder.resolve("other"), job.folders().dataset()));
        assertThat(job.run().outcome()).isEqualTo(TrainOutcome.COMPLETED);
        assertThat(job.lines()).anyMatch(line -> line.contains("metrics are no longer logged"));
    }

    private static String answer(String path) {
        if (path.endsWith("experiments/create")) {
            return "{\"experiment_id\":\"7\"}";
        }
        return path.endsWith("runs/create") ? "{\"run\":{\"info\":{\"run_id\":\"r1\"}}}" : "{}";
    }

    @Test
    @Tag("slow")
    void beginsWithAModelOnlyIfItKnowsTheSameClasses()
            throws IOException, InterruptedException, DamagedFileException {
        job.run();
        ModelFile model = ModelFile.read(job.folders().modelFile());
        JobFolders next = JobFolders.below(folder.resolve("next"), job.folders().dataset());
        Files.createDirectories(next.model());
        model.write(next.model().resolve(ModelFile.NAME));
        job.moveTo(next);
        assertThat(job.run().outcome()).isEqualTo(TrainOutcome.COMPLETED);

        job.moveTo(JobFolders.below(folder.resolve("last"), job.folders().dataset()));
        Files.createDirectories(job.folders().model());
        new ModelFile(
                        model.shape(),
                        List.of("red", "green"),
                        model.areas(),
                        model.provenance(),
                        model.steps(),
                        model.weights())
                .write(job.folders().model().resolve(ModelFile.NAME));
        job.assertRefused(TrainOutcome.CLASS_MISMATCH, "the model knows [red, green]");
    }

    @Test
    @Tag("slow")
    void namesADiskWithoutRoom() throws IOException, InterruptedException {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a file that is always full").exists();
        job.hyperparameters().put("steps", "1");
        Files.createDirectories(job.folders().reports());
        Files.createSymbolicLink(job.folders().reports().resolve("detections.json"), full);

        JobReport report = job.run();

        assertThat(report.outcome()).as(report.message()).isEqualTo(TrainOutcome.DISK_FULL);
        assertThat(report.message())
                .contains("no room below one of " + job.folders().checkpoints())
                .contains("No space left")
                .endsWith("make room and run the same job again");
        assertThat(report.outcome().exitCode()).isNotZero().isNotEqualTo(10);
        assertThat(job.folders().output().resolve("failure")).content().startsWith("DISK_FULL: ");
    }

    @Test
    @Tag("slow")
    void aFaultOfRoadloopIsNamedTooAndNotTheOutcomeOfTheRunBefore()
            throws IOException, InterruptedException {
        Files.createDirectories(job.folders().reports());
        Files.writeString(
                job.folders().reports().resolve("outcome.json"), "{\"outcome\":\"COMPLETED\"}");

        assertThatThrownBy(() ->
                        job.run(() -> {
                            throw new IllegalStateException("a fault");
                        }))
                .isInstanceOf(IllegalStateException.class);

        JsonNode outcome = read(job.folders().reports().resolve("outcome.json"));
        assertThat(outcome.path("outcome").asText()).isEqualTo("INTERNAL");
        assertThat(outcome.path("message").asText()).contains("a fault");
        assertThat(job.folders().output().resolve("failure")).content().startsWith("INTERNAL: ");
    }

    private static JsonNode read(Path file) throws IOException {
        return Json.jackson().readTree(Files.readAllBytes(file));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
