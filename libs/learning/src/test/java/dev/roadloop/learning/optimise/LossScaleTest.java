package dev.roadloop.learning.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.learning.Golden;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LossScaleTest {

    @Test
    void growsAsThatOfTorchDoesAfter2000StepsWithoutTrouble() {
        LossScale scale = LossScale.first();
        for (int step = 0; step < 1999; step++) {
            scale = scale.calmed();
        }
        assertThat(scale).isEqualTo(new LossScale(65536, 1999));

        assertThat(scale.calmed()).isEqualTo(new LossScale(131072, 0));
    }

    /// Its steps with infinite gradients are told by the golden file, as are those at which its
    /// scale changed.
    @Test
    void goesTheWayOfTorchsScalerThroughSevenThousandSteps() throws IOException {
        JsonNode golden = Golden.part("scaler");
        Set<Integer> bad = new HashSet<>();
        golden.get("bad").forEach(step -> bad.add(step.asInt()));
        Map<Integer, Double> changes = new LinkedHashMap<>();
        LossScale scale = LossScale.first();
        for (int step = 0; step < golden.get("steps").asInt(); step++) {
            LossScale next = bad.contains(step) ? scale.shrunk() : scale.calmed();
            if (next.value() != scale.value()) {
                changes.put(step, next.value());
            }
            scale = next;
        }

        Map<Integer, Double> expected = new LinkedHashMap<>();
        golden.get("scales")
                .forEach(each ->
                        expected.put(each.get("from").asInt(), each.get("scale").asDouble()));
        assertThat(changes).hasSizeGreaterThan(20).isEqualTo(expected);
    }

    @Test
    void halvesWithTroubleAndCountsAnew() {
        assertThat(new LossScale(65536, 1999).shrunk()).isEqualTo(new LossScale(32768, 0));
    }

    @Test
    void staysInItsBounds() {
        LossScale scale = LossScale.first();
        int shrunk = 0;
        while (scale.mayShrink()) {
            scale = scale.shrunk();
            shrunk++;
        }
        assertThat(scale).isEqualTo(new LossScale(1, 0));
        assertThat(shrunk).isEqualTo(16);
        assertThat(new LossScale(1 << 24, 1999).calmed()).isEqualTo(new LossScale(1 << 24, 0));
    }

    @Test
    void isAPowerOfTwo() {
        assertThatThrownBy(() -> new LossScale(3, 0)).hasMessageContaining("found 3.0 and 0");
        assertThatThrownBy(() -> new LossScale(0.5, 0)).hasMessageContaining("found 0.5");
        assertThatThrownBy(() -> new LossScale(Double.NaN, 0)).hasMessageContaining("found NaN");
        assertThatThrownBy(() -> new LossScale(2, 2000)).hasMessageContaining("found 2.0 and 2000");
    }
}
