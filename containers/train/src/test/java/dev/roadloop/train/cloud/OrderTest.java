package dev.roadloop.train.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.train.JobFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderTest {

    private static final TrainingRequest REQUEST =
            new TrainingRequest(
                    new DatasetName("street"),
                    Sha256.of("street".getBytes(StandardCharsets.UTF_8)),
                    "smoke",
                    1,
                    "c0ffee",
                    Map.of("steps", "4"),
                    "loop",
                    null,
                    Map.of(),
                    TrainingCompute.USUAL);

    private static final String[] TRAIN = {"train"};

    @TempDir private Path folder;

    @Test
    void batchSaysItByCommandAndVariableThoughTheRunIsCalledTrain() throws IOException {
        Order order = Order.of(TRAIN, Map.of("TRAINING", Json.text(REQUEST)));

        assertThat(order.run()).isEqualTo("train");
        assertThat(order.request()).isEqualTo(REQUEST);
        assertThat(order.host()).isEmpty();
    }

    @Test
    void sageMakerSaysItByHyperparametersAndKeepsItsFolders() throws IOException {
        Map<String, String> env = environment();
        Files.writeString(
                folder.resolve("hyperparameters.json"),
                Json.text(Map.of("run", "night-7", "training", Json.text(REQUEST))));

        Order order = Order.of(TRAIN, env);

        assertThat(order.run()).isEqualTo("night-7");
        assertThat(order.request()).isEqualTo(REQUEST);
        JobFolders folders =
                order.host().orElseThrow().with(folder.resolve("own"), folder.resolve("data"));
        assertThat(folders.hyperparameters())
                .as("SageMaker's file is not overwritten")
                .isEqualTo(folder.resolve("own/config/hyperparameters.json"));
        assertThat(folders.checkpoints()).isEqualTo(Path.of("/opt/ml/checkpoints"));
        assertThat(folders.dataset()).isEqualTo(folder.resolve("data"));
    }

    @Test
    void whoDoesNotSayWhereTrainsWhereTrainingsUsuallyDo() {
        String silent = Json.text(REQUEST).replace(",\"compute\":{\"on\":\"batch\"}", "");

        assertThat(silent).doesNotContain("compute");
        assertThat(Json.read(silent, TrainingRequest.class, "the request")).isEqualTo(REQUEST);
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThatThrownBy(() -> Order.of(new String[0], Map.of()))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("expected the run's name, found 0 arguments");
        assertThatThrownBy(() -> Order.of(TRAIN, Map.of()))
                .hasMessageContaining("TRAINING is not in the environment");
        assertThatThrownBy(() -> Order.of(TRAIN, environment()))
                .hasMessageContaining("hyperparameters.json");
        Files.writeString(folder.resolve("hyperparameters.json"), "{\"run\":\"night-7\"}");
        assertThatThrownBy(() -> Order.of(TRAIN, environment()))
                .hasMessageContaining("training is not in " + folder);
    }

    private Map<String, String> environment() {
        return Map.of("TRAINING_JOB_NAME", "train-x", "SM_INPUT_CONFIG_DIR", folder.toString());
    }
}
