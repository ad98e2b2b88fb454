package dev.roadloop.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.roadloop.learning.network.Precision;
import dev.roadloop.learning.training.Machine;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrecisionTest {

    private final Map<String, String> hyperparameters =
            new HashMap<>(Map.of("dataset_digest", "ab".repeat(32), "seed", "1"));

    @Test
    void isFullUnlessToldOtherwise() throws RefusedException {
        assertThat(parse().precision()).isEqualTo(Precision.FULL);
    }

    @Test
    void halfIsRefusedOnAMachineWithoutAGpu() {
        assumeThat(Machine.hasGpu()).as("a GPU").isFalse();
        hyperparameters.put("precision", "half");

        assertThatThrownBy(this::parse)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.outcome()).isEqualTo(TrainOutcome.NO_GPU))
                .hasMessageContaining("there is none that PyTorch can use here");
        assertThat(TrainOutcome.NO_GPU.exitCode()).isEqualTo(10);
    }

    @Test
    void anythingElseIsAMistake() {
        hyperparameters.put("precision", "bfloat16");

        assertThatThrownBy(this::parse)
                .hasMessageContaining("precision: expected full or half, found 'bfloat16'");
    }

    private JobConfig parse() throws RefusedException {
        return JobConfig.parse(
                hyperparameters, Map.of("CODE_COMMIT", "0123abc", "IMAGE_DIGEST", "sha256:ff"));
    }
}
