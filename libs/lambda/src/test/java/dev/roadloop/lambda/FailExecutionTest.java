package dev.roadloop.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class FailExecutionTest {
    private static final String EXECUTION =
            "arn:aws:states:us-east-1:123456789012:execution:RoadloopDatasets-BuildDataset:batch-1";
    private static final FailExecution.Failure FAILURE =
            new FailExecution.Failure("Freeze", "States.TaskFailed", "exit code 30", 1);

    private TestAws aws;
    private FailExecution fail;

    @BeforeEach
    void start() {
        aws = new TestAws();
        fail =
                new FailExecution(
                        new Bucket(aws.clients().s3(), "gold"),
                        Clock.fixed(Instant.parse("2026-11-21T14:00:00Z"), ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void failsWithStepAndCauseAndKeepsThem() {
        assertThatThrownBy(() -> fail.end(request(1)))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContainingAll(
                        "dataset front", "Freeze", "exit code 30", "roadloop redrive " + EXECUTION);

        String kept = "gold/logs/workflows/RoadloopDatasets-BuildDataset/batch-1-1.json";
        assertThat(aws.keys("")).containsExactly(kept);
        assertThat(aws.text(kept)).contains("exit code 30", "2026-11-21T14:00:00Z");
    }

    @Test
    void failsAgainWhenItIsCalledAgainBeforeARedrive() {
        assertThatThrownBy(() -> fail.end(request(1))).isInstanceOf(StepFailedException.class);
        assertThatThrownBy(() -> fail.end(request(1))).isInstanceOf(StepFailedException.class);

        assertThat(aws.keys("")).hasSize(1);
    }

    @Test
    void letsARedrivenExecutionGoOnWithTheStepThatFailed() {
        assertThat(fail.end(request(2))).isEqualTo(new FailExecution.Resumption("Freeze"));
        assertThat(aws.keys("")).isEmpty();
    }

    @Test
    void readsWhatTheMachineSends() {
        FailExecution.Request read =
                Json.read(
                        Json.bytes(request(0)),
                        FailExecution.Request.class,
                        "the function's input");
        assertThat(read).isEqualTo(request(0));
    }

    private static FailExecution.Request request(int redriveCount) {
        return new FailExecution.Request("dataset front", EXECUTION, FAILURE, redriveCount);
    }
}
