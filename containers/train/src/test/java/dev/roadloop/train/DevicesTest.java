package dev.roadloop.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.learning.training.Devices;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DevicesTest {

    private final Map<String, String> hyperparameters =
            new HashMap<>(Map.of("dataset_digest", "ab".repeat(32), "seed", "1"));

    @Test
    void allAreUsedUnlessToldOtherwise() throws RefusedException {
        assertThat(Setup.devices(parse())).isEqualTo(Devices.here());
    }

    @Test
    void asManyAreUsedAsTold() throws RefusedException {
        hyperparameters.put("devices", "1");

        assertThat(Setup.devices(parse())).isEqualTo(Devices.first());
    }

    @Test
    void moreThanThereAreIsRefused() {
        hyperparameters.put("devices", "1000");

        assertThatThrownBy(() -> Setup.devices(parse()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.outcome()).isEqualTo(TrainOutcome.NO_GPU))
                .hasMessageContaining("devices: expected at most the ")
                .hasMessageContaining("found 1000");
    }

    private JobConfig parse() throws RefusedException {
        return JobConfig.parse(
                hyperparameters, Map.of("CODE_COMMIT", "abc", "IMAGE_DIGEST", "sha256:def"));
    }
}
