package dev.roadloop.training.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.domain.CallerException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComputesTest {

    private static final Computes COMPUTES =
            Computes.from(Map.of("SAGEMAKER_INSTANCE_TYPES", "ml.m5.xlarge,ml.c5.xlarge"));

    @Test
    void whatIsNotSaidIsFilledIn() {
        TrainingCompute asked =
                Json.read("{\"on\":\"sagemaker\"}", TrainingCompute.class, "compute");

        assertThat(COMPUTES.resolve(asked))
                .isEqualTo(new TrainingCompute("sagemaker", "ml.m5.xlarge", 24, true));
        assertThat(COMPUTES.resolve(asked).label()).isEqualTo("sagemaker ml.m5.xlarge spot");
        assertThat(COMPUTES.resolve(TrainingCompute.USUAL)).isEqualTo(TrainingCompute.USUAL);
    }

    @Test
    void anInstanceTypeThatIsNotAllowedIsRefusedWithThoseThatAre() {
        TrainingCompute huge = new TrainingCompute("sagemaker", "ml.p5.48xlarge", 1, false);

        assertThatThrownBy(() -> COMPUTES.resolve(huge))
                .isInstanceOf(CallerException.class)
                .hasMessage(
                        "compute.instanceType: this platform allows ml.m5.xlarge, ml.c5.xlarge,"
                                + " found 'ml.p5.48xlarge'");
    }

    @Test
    void aGpuIsNeededWhereThePlaceOrTheInstanceTypeHasOne() {
        assertThat(new TrainingCompute("batch-gpu", null, null, null).needsGpu()).isTrue();
        assertThat(new TrainingCompute("sagemaker", "ml.g6.xlarge", 1, true).needsGpu()).isTrue();
        assertThat(new TrainingCompute("sagemaker", "ml.m5.xlarge", 1, true).needsGpu()).isFalse();
        assertThat(new TrainingCompute("sagemaker", null, 1, true).needsGpu()).isFalse();
        assertThat(TrainingCompute.USUAL.needsGpu()).isFalse();
    }

    @Test
    void aPlaceThatIsUnknownOrCannotHaveWhatItIsGivenIsRefused() {
        assertThatThrownBy(() -> new TrainingCompute("lambda", null, null, null))
                .hasMessage(
                        "compute.on: expected one of [batch, batch-gpu, sagemaker], found"
                                + " 'lambda'");
        assertThatThrownBy(() -> new TrainingCompute("batch", null, 3, null))
                .hasMessageContaining("are for sagemaker, found them with 'batch'");
        assertThatThrownBy(() -> new TrainingCompute("sagemaker", null, 121, null))
                .hasMessage("compute.hours: expected 1 to 120, found 121");
    }
}
