package dev.roadloop.learning.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
