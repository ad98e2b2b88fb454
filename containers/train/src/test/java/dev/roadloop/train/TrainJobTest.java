package dev.roadloop.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.Json;
import dev.roadloop.learning.checkpoint.DamagedFileException;
import dev.roadloop.learning.training.Machine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainJobTest {

    @TempDir private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> hyperparameters = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private JobFolders folders;

    @BeforeEach
    void prepare() throws IOException {
        folders = JobFolders.below(folder.resolve("job"), folder.resolve("dataset"));
        DatasetManifest manifest = TinyDataset.write(folders.dataset(), false);
        environment.put("CODE_COMMIT", "0123abc");
        environment.put("IMAGE_DIGEST", "sha256:ff");
        hyperparameters.put("configuration", "smoke");
        hyperparameters.put("dataset_digest", manifest.version().hex());
        hyperparameters.put("seed", "3");
        hyperparameters.put("steps", "2");
        hyperparameters.put("batch_size", "2");
        hyperparameters.put("width", "64");
        hyperparameters.put("height", "32");
    }

    @Test
    @Tag("slow")
    void makesAModelThatSaysWhatItWasMadeFromAndDetectionsOnWhatWasHeldOut()
            throws IOException, InterruptedException, DamagedFileException {
        JobReport report = run();

        assertThat(report.message()).isNull();
        assertThat(report.outcome()).isEqualTo(TrainOutcome.COMPLETED);
        ModelFile model = ModelFile.read(folders.modelFile());
        assertThat(model.classes()).containsExactly("red", "blue");
        assertThat(model.areas()).containsExactly("painted");
        assertThat(model.shape().areas()).isEqualTo(1);
        assertThat(model.steps()).isEqualTo(2);
        assertThat(model.provenance().codeCommit()).isEqualTo("0123abc");
        assertThat(model.provenance().imageDigest()).isEqualTo("sha256:ff");
        assertThat(model.provenance().dataset().hex())
                .isEqualTo(hyperparameters.get("dataset_digest"));
        JsonNode truth = read(folders.reports().resolve("ground-truth.json"));
        assertThat(truth.path("images")).hasSize(2);
        assertThat(truth.path("annotations")).hasSize(2);
        assertThat(read(folders.reports().resolve("detections.json")).isArray()).isTrue();
        assertThat(read(folders.reports().resolve("outcome.json")).path("outcome").asText())
                .isEqualTo("COMPLETED");
        assertThat(read(folders.reports().resolve("outcome.json")).path("areaIou").asDouble(-1))
                .isBetween(0.0, 1.0);
        assertThat(lines).anyMatch(line -> line.contains("\"areas\":"));
        assertThat(lines).anyMatch(line -> line.contains("\"event\":\"step\",\"step\":2"));
        assertThat(lines)
                .anyMatch(line ->
                        line.contains("\"event\":\"scores\",\"step\":2")
                                && line.contains("validation_AP50"));
        assertThat(read(folders.output().resolve("validation/ground-truth.json")).path("images"))
                .hasSize(2);
        assertThat(ValidationScores.of(folders.reports())).containsKey("validation_AP50");
        assertThat(lines.getFirst()).contains("checkpoint");
        assertThat(folders.output().resolve("failure")).doesNotExist();

        hyperparameters.put("steps", "3");
        assertRefused(TrainOutcome.FOREIGN_CHECKPOINT, "give this training a folder of its own");
        for (Path checkpoint : files(folders.checkpoints())) {
            Files.writeString(checkpoint, "no checkpoint");
        }
        assertRefused(TrainOutcome.DAMAGED_CHECKPOINT, "remove them to start over");
    }

    @Test
    @Tag("slow")
    void pausesAfterSoManyLooksAndEndsAsOneThatNeverDid() throws IOException, InterruptedException {
        hyperparameters.put("steps", "6");
        hyperparameters.put("judge_every", "2");
        JobFolders paused = folders;
        hyperparameters.put("pause_after", "1");
        assertThat(run().outcome()).isEqualTo(TrainOutcome.INTERRUPTED);
        assertThat(Looks.read(paused.reports().resolve(Looks.FILE)))
                .extracting(Looks.Look::step)
                .containsExactly(2L);
        hyperparameters.put("pause_after", "2");
        assertThat(run().step()).isEqualTo(4);
        assertThat(run().step()).as("told the same again").isEqualTo(5);
        hyperparameters.put("pause_after", "0");
        assertThat(run().outcome()).isEqualTo(TrainOutcome.COMPLETED);

        folders = JobFolders.below(folder.resolve("alone"), folder.resolve("dataset"));
        assertThat(run().outcome()).isEqualTo(TrainOutcome.COMPLETED);
        assertThat(Files.mismatch(paused.modelFile(), folders.modelFile())).isEqualTo(-1);
        assertThat(Looks.read(paused.reports().resolve(Looks.FILE)))
                .isEqualTo(Looks.read(folders.reports().resolve(Looks.FILE)))
                .hasSize(3);
    }

    @Test
    void refusesToTrainOnAGoldenSet() throws IOException, InterruptedException {
        DatasetManifest golden = TinyDataset.write(folders.dataset(), true);
        hyperparameters.put("dataset_digest", golden.version().hex());

        assertRefused(TrainOutcome.GOLDEN_SET, "tiny is a golden set");
    }

    @Test
    void refusesToTrainWhatNobodyCouldMakeAgain() throws IOException, InterruptedException {
        environment.remove("CODE_COMMIT");
        environment.put("IMAGE_DIGEST", " ");
        hyperparameters.remove("seed");
        hyperparameters.remove("dataset_digest");

        assertRefused(
                TrainOutcome.NO_PROVENANCE, "set CODE_COMMIT, IMAGE_DIGEST, dataset_digest, seed");
    }

    @Test
    void namesAllThatIsWrongWithTheHyperparameters() throws IOException, InterruptedException {
        hyperparameters.put("configuration", "huge");
        hyperparameters.put("width", "100");
        hyperparameters.put("learning_rate", "fast");
        hyperparameters.put("stesp", "3");

        JobReport report = run();

        assertThat(report.outcome()).isEqualTo(TrainOutcome.BAD_CONFIGURATION);
        assertThat(report.message())
                .contains("configuration: expected smoke or base, found 'huge'")
                .contains("width: expected a multiple of 32, found 100")
                .contains("learning_rate: expected a number above 0 up to 1, found 'fast'")
                .contains("'stesp' is unknown");
    }

    @Test
    void namesWhatIsWrongWithTheDataset() throws IOException, InterruptedException {
        String version = hyperparameters.get("dataset_digest");
        hyperparameters.put("dataset_digest", "ab".repeat(32));
        assertRefused(TrainOutcome.DATASET_MISMATCH, "expected version abab");
        hyperparameters.put("dataset_digest", version);

        Path manifest = folders.dataset().resolve("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("\"w\":20.0", "\"w\":19.0"));
        assertRefused(TrainOutcome.DATASET_MISMATCH, "its content is");

        Files.writeString(manifest, "{");
        assertRefused(TrainOutcome.BAD_MANIFEST, "manifest.json");

        Files.delete(manifest);
        assertRefused(TrainOutcome.MISSING_CHANNEL, "channel dataset");
    }

    @Test
    @Tag("slow")
    void namesTheImageThatIsNotWhatTheDatasetSays() throws IOException, InterruptedException {
        Files.writeString(folders.dataset().resolve("images/drawn/00.png"), "something else");

        assertRefused(TrainOutcome.BAD_SAMPLE, "sample images/drawn/00.png");
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
        hyperparameters.put("tracking_uri", uri);

        assertThat(run().outcome()).isEqualTo(TrainOutcome.COMPLETED);

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

        hyperparameters.put("seed", "4");
        folders = JobFolders.below(folder.resolve("other"), folders.dataset());
        assertThat(run().outcome()).isEqualTo(TrainOutcome.COMPLETED);
        assertThat(lines).anyMatch(line -> line.contains("metrics are no longer logged"));
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
        run();
        ModelFile model = ModelFile.read(folders.modelFile());
        JobFolders next = JobFolders.below(folder.resolve("next"), folders.dataset());
        Files.createDirectories(next.model());
        model.write(next.model().resolve(ModelFile.NAME));
        folders = next;
        assertThat(run().outcome()).isEqualTo(TrainOutcome.COMPLETED);

        folders = JobFolders.below(folder.resolve("last"), folders.dataset());
        Files.createDirectories(folders.model());
        new ModelFile(
                        model.shape(),
                        List.of("red", "green"),
                        model.areas(),
                        model.provenance(),
                        model.steps(),
                        model.weights())
                .write(folders.model().resolve(ModelFile.NAME));
        assertRefused(TrainOutcome.CLASS_MISMATCH, "the model knows [red, green]");
    }

    @Test
    @Tag("slow")
    void namesADiskWithoutRoom() throws IOException, InterruptedException {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a file that is always full").exists();
        hyperparameters.put("steps", "1");
        Files.createDirectories(folders.reports());
        Files.createSymbolicLink(folders.reports().resolve("detections.json"), full);

        JobReport report = run();

        assertThat(report.outcome()).as(report.message()).isEqualTo(TrainOutcome.DISK_FULL);
        assertThat(report.outcome().exitCode()).isNotZero().isNotEqualTo(10);
        assertThat(folders.output().resolve("failure")).content().startsWith("DISK_FULL: ");
    }

    private void assertRefused(TrainOutcome outcome, String message)
            throws IOException, InterruptedException {
        JobReport report = run();
        assertThat(report.outcome()).as(report.message()).isEqualTo(outcome);
        assertThat(report.message()).contains(message);
        assertThat(outcome.exitCode()).isEqualTo(10);
        assertThat(folders.output().resolve("failure"))
                .content()
                .startsWith(outcome.name())
                .contains(message);
    }

    private JobReport run() throws IOException, InterruptedException {
        return run(() -> false);
    }

    private JobReport run(BooleanSupplier stop) throws IOException, InterruptedException {
        Files.createDirectories(folders.config());
        Files.writeString(folders.hyperparameters(), Json.text(hyperparameters));
        return new TrainJob(folders, environment, new Machine(1, 1 << 20), lines::add, stop).run();
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
