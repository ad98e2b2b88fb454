package dev.roadloop.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.contracts.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SensorPolicyTest {

    @Test
    void theBundledPolicyNamesItsVersionAndDigest() {
        assertThat(SensorPolicy.bundled().label()).matches("default@2\\+[0-9a-f]{12}");
    }

    @Test
    void aChangedLimitChangesTheLabel() {
        SensorPolicy bundled = SensorPolicy.bundled();
        SensorPolicy stricter =
                new SensorPolicy(
                        bundled.id(),
                        bundled.version(),
                        bundled.clock(),
                        new SensorPolicy.Losses(0.1),
                        new SensorPolicy.Contents(2000),
                        bundled.sensors());

        assertThat(stricter.label()).isNotEqualTo(bundled.label());
    }

    @Test
    void aPolicyWithoutSensorsIsRefusedAndNamesItsSource() {
        byte[] json = "{\"id\":\"x\",\"version\":1}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> SensorPolicy.parse(json, "policies/sensors/v1.json"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("policies/sensors/v1.json");
    }
}
