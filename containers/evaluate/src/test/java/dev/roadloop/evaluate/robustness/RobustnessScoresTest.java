package dev.roadloop.evaluate.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RobustnessScoresTest {

    @Test
    void everyCorruptionWeighsTheSameHoweverManySeveritiesWereTried() {
        RobustnessScores scores =
                new RobustnessScores(
                        0.5,
                        List.of(
                                RobustnessScores.run(Corruption.SNOW, 2, 0.1, 0.5),
                                RobustnessScores.run(Corruption.FOG, 1, 0.4, 0.5),
                                RobustnessScores.run(Corruption.SNOW, 1, 0.3, 0.5)));

        assertThat(scores.mean()).isCloseTo(0.3, within(1e-15));
        assertThat(scores.kept()).isCloseTo(0.6, within(1e-15));
        assertThat(scores.mean(CorruptionKind.WEATHER).orElseThrow()).isCloseTo(0.3, within(1e-15));
        assertThat(scores.mean(CorruptionKind.BLUR)).isEmpty();
        assertThat(scores.runs().getFirst().relativeLoss()).isCloseTo(0.4, within(1e-15));
        assertThat(scores.runs()).extracting(CorruptedRun::severity).containsExactly(1, 2, 1);
    }

    @Test
    void aModelThatFindsNothingHasNothingToLose() {
        List<CorruptedRun> runs = List.of(new CorruptedRun(Corruption.FOG, 1, 0, 0));
        assertThatThrownBy(() -> new RobustnessScores(0, runs)).hasMessageContaining("found 0");
        assertThatThrownBy(() -> new RobustnessScores(0.5, List.of()))
                .hasMessageContaining("found none");
    }
}
